//! Nodes → JSON.

use serde_json::Value as Json;

use crate::manifest::{Node, Scalar, Value};

/// A node as JSON. What stands bare in it is what it is to JSON: a number, `true`, `false` or `null`; all else is text.
pub fn json(node: &Node<'_>) -> Json {
    match &node.value {
        Value::Scalar(Scalar::Quoted(text)) => Json::from(&**text),
        Value::Scalar(Scalar::Plain(text)) => serde_json::from_str(text).unwrap_or_else(|_| Json::from(&**text)),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(entries) => entries.iter().map(|entry| (entry.key.to_string(), json(&entry.node))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_words_are_what_they_are_to_json() {
        let bare = |text: &'static str| Node::new(Value::Scalar(Scalar::Plain(text.into())));
        let node =
            Node::list([Node::string("1"), Node::number(1), bare("true"), bare("null"), bare("shop"), bare("0x1")]);
        assert_eq!(json(&node).to_string(), r#"["1",1,true,null,"shop","0x1"]"#);
        let node = Node::map([("a", Node::string("\"\n")), ("b", Node::list([]))]);
        assert_eq!(json(&node).to_string(), r#"{"a":"\"\n","b":[]}"#);
    }
}

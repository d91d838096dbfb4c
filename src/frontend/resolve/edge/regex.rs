//! Regular expressions that RE2 takes.

use std::fmt;

use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::ast::{
    self, AssertionKind, Ast, ClassSetItem, FlagsItemKind, HexLiteralKind, LiteralKind, RepetitionKind,
    RepetitionRange, Visitor,
};

/// How deep groups may be nested: far beyond what a person writes, and harmless to every reader.
const DEEPEST: u32 = 32;

/// The largest count of a repetition in RE2.
const LARGEST_COUNT: u32 = 1000;

/// Why RE2 does not take a regular expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is none in any dialect, or asks for what no automaton can do, like looking around.
    Syntax(String),
    /// It uses a form that RE2 lacks or reads otherwise.
    Form(&'static str),
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(problem) => out.write_str(problem),
            Self::Form(form) => write!(out, "RE2 lacks {form}"),
        }
    }
}

/// Checks a regular expression against the syntax of RE2 (<https://github.com/google/re2/wiki/Syntax>).
pub(super) fn check(pattern: &str) -> Result<(), Refused> {
    let mut parser = ParserBuilder::new().nest_limit(DEEPEST).build();
    let parsed = parser.parse(pattern).map_err(|error| Refused::Syntax(error.kind().to_string()))?;
    ast::visit(&parsed, OfRe2)
}

/// Finds what RE2 lacks of the dialect that was read.
struct OfRe2;

impl Visitor for OfRe2 {
    type Output = ();
    type Err = Refused;

    fn finish(self) -> Result<(), Refused> {
        Ok(())
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), Refused> {
        match ast {
            Ast::Flags(set) => flags(&set.flags),
            Ast::Group(group) => group.flags().map_or(Ok(()), flags),
            Ast::Assertion(assertion) => match assertion.kind {
                AssertionKind::StartLine
                | AssertionKind::EndLine
                | AssertionKind::StartText
                | AssertionKind::EndText
                | AssertionKind::WordBoundary
                | AssertionKind::NotWordBoundary => Ok(()),
                _ => Err(Refused::Form("word boundaries other than `\\b` and `\\B`")),
            },
            Ast::Repetition(repetition) => count(&repetition.op.kind),
            Ast::Literal(literal) => character(&literal.kind),
            _ => Ok(()),
        }
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), Refused> {
        match item {
            ClassSetItem::Bracketed(_) => Err(Refused::Form("classes inside classes")),
            ClassSetItem::Literal(literal) => character(&literal.kind),
            ClassSetItem::Range(range) => character(&range.start.kind).and(character(&range.end.kind)),
            _ => Ok(()),
        }
    }

    fn visit_class_set_binary_op_pre(&mut self, _: &ast::ClassSetBinaryOp) -> Result<(), Refused> {
        Err(Refused::Form("`&&`, `--` and `~~` in classes"))
    }
}

fn flags(flags: &ast::Flags) -> Result<(), Refused> {
    let known = |item: &ast::FlagsItem| match item.kind {
        FlagsItemKind::Negation => true,
        FlagsItemKind::Flag(flag) => matches!(
            flag,
            ast::Flag::CaseInsensitive | ast::Flag::MultiLine | ast::Flag::DotMatchesNewLine | ast::Flag::SwapGreed
        ),
    };
    if flags.items.iter().all(known) { Ok(()) } else { Err(Refused::Form("flags other than `i`, `m`, `s` and `U`")) }
}

fn count(kind: &RepetitionKind) -> Result<(), Refused> {
    let largest = match kind {
        RepetitionKind::Range(RepetitionRange::Exactly(count) | RepetitionRange::AtLeast(count)) => *count,
        RepetitionKind::Range(RepetitionRange::Bounded(_, most)) => *most,
        RepetitionKind::ZeroOrOne | RepetitionKind::ZeroOrMore | RepetitionKind::OneOrMore => 0,
    };
    if largest <= LARGEST_COUNT { Ok(()) } else { Err(Refused::Form("counts beyond 1000")) }
}

fn character(kind: &LiteralKind) -> Result<(), Refused> {
    match kind {
        LiteralKind::HexFixed(HexLiteralKind::UnicodeShort | HexLiteralKind::UnicodeLong)
        | LiteralKind::HexBrace(HexLiteralKind::UnicodeShort | HexLiteralKind::UnicodeLong) => {
            Err(Refused::Form("`\\u` and `\\U`, where it has `\\x{...}`"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_re2_has_is_taken() {
        for pattern in [
            "/api/v[0-9]+/.*",
            "/(?:a|b)/(?P<id>\\d+)",
            "(?i)/x",
            "(?i:/x)",
            "^/a$",
            "/\\pN\\x{41}",
            "/a{2,1000}?",
            "/[[:alpha:]\\w.-]*",
            "",
            "\\b/\\B",
        ] {
            assert_eq!(check(pattern), Ok(()), "{pattern}");
        }
    }

    #[test]
    fn what_re2_lacks_is_refused() {
        for (pattern, words) in [
            ("/a(?=b)", "look-around"),
            ("/a(?<!b)", "look-around"),
            ("/(a)\\1", "backreferences"),
            ("/(a", "unclosed group"),
            ("/[z-a]", "invalid character class range"),
            ("/[a&&b]", "RE2 lacks `&&`"),
            ("/[a[b]]", "RE2 lacks classes inside classes"),
            ("(?x)/a", "RE2 lacks flags"),
            ("(?R:/a)", "RE2 lacks flags"),
            ("/\\b{start}a", "RE2 lacks word boundaries"),
            ("/\\u0041", "RE2 lacks `\\u`"),
            ("/[\\u0041-B]", "RE2 lacks `\\u`"),
            ("/[\\u0041]", "RE2 lacks `\\u`"),
            ("/a{1001}", "RE2 lacks counts"),
            (&format!("{}{}", "(".repeat(40), ")".repeat(40)), "exceed"),
        ] {
            let refused = check(pattern).map_err(|refused| refused.to_string());
            assert!(refused.as_ref().is_err_and(|told| told.contains(words)), "{pattern}: {refused:?}");
        }
    }
}

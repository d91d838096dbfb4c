//! Nodes and comments → canonical YAML.

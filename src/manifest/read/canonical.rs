//! The strict reader of npgen's own plain form of YAML.

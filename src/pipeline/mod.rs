//! Compile, write, read back, compare: namespace by namespace.

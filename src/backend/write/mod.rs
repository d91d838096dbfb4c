//! Objects → commented nodes → bytes.

//! A place in a query's text.
//!
//! It must not know what stands there.

/// Bytes of the query's text, on character boundaries.
pub type Span = std::ops::Range<usize>;

//! Bounds on a query, so that no text can exhaust time, memory or the stack.
//!
//! They must not know a dialect: every parser keeps them.

/// Longest query, in bytes.
pub const MAX_QUERY_BYTES: usize = 100_000;

/// Most words and dates in one query; each word of a phrase counts.
pub const MAX_CLAUSES: usize = 10_000;

/// Longest strategy, in bytes.
pub const MAX_STRATEGY_BYTES: usize = 1 << 20;

/// Most lines of a strategy, blank ones aside.
pub const MAX_LINES: usize = 1_000;

/// Most words between those of a proximity.
pub const MAX_WORDS_BETWEEN: u32 = 127;

/// Deepest nesting, of parentheses as written and of the tree as read: 100 levels leave every recursion
/// over a tree far from the end of the stack.
pub const MAX_NESTING: usize = 100;

/// Most notes kept on one query; one more says how many were left out.
pub const MAX_NOTES: usize = 100;

/// Most errors told of one query.
pub const MAX_ERRORS: usize = 20;

//! What a search may cost.

/// What a search may cost at most.
#[derive(Default, Debug, Clone)]
pub struct Limits {}

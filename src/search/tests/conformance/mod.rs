//! What every engine must answer: the suite stands above the interfaces and asks by the library's face alone, over
//! each engine in turn. The brute force of the integration tests is part of it: it compares engines bit by bit.
//!
//! It must not know how an engine does it.

mod engine;
#[path = "../../../../tests/integration/oracle/mod.rs"]
mod oracle;
// The integration tests need more of it.
#[allow(dead_code)]
#[path = "../../../../tests/integration/support.rs"]
mod support;

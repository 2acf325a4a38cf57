//! Query language.

//! The values of a raw column, in their order over all segments.

use std::ops::ControlFlow;

use super::docs::END;
use super::generation::field_of;
use super::segment::Segment;
use super::{EngineError, LocalSnapshot};
use crate::index::{Column, IndexError};

impl LocalSnapshot {
    /// Hands over the values that begin so, each with the number of documents that have it, deleted ones
    /// included.
    pub(super) fn values(
        &self,
        column: Column,
        prefix: &str,
        take: &mut dyn FnMut(&str, u64) -> ControlFlow<()>,
    ) -> Result<(), EngineError> {
        let failed = |segment: &Segment, error: std::io::Error| {
            EngineError::from(IndexError::engine(&*segment.directory, error.into()))
        };
        let field = field_of(column);
        let words =
            self.segments.iter().map(|segment| segment.words(field)).collect::<Result<Vec<_>, _>>()?;
        let mut streams = Vec::new();
        for (words, segment) in words.iter().zip(&self.segments) {
            let range = words.terms().range().ge(prefix.as_bytes());
            let mut stream = range.into_stream().map_err(|error| failed(segment, error))?;
            if stream.advance() {
                streams.push(stream);
            }
        }
        while let Some(value) =
            streams.iter().map(tantivy::termdict::TermStreamer::key).min().map(<[u8]>::to_vec)
        {
            if !value.starts_with(prefix.as_bytes()) {
                break;
            }
            let mut count = 0;
            streams.retain_mut(|stream| {
                if stream.key() != value {
                    return true;
                }
                count += u64::from(stream.value().doc_freq);
                stream.advance()
            });
            if take(&String::from_utf8_lossy(&value), count).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Number of articles with a value.
    pub(super) fn living(&self, column: Column, value: &str) -> Result<u64, EngineError> {
        let mut count = 0;
        for segment in &self.segments {
            let mut docs = segment.alive(segment.value(field_of(column), value)?);
            while docs.doc() != END {
                count += 1;
                docs.advance();
            }
        }
        Ok(count)
    }
}

//! A set of keys in few bytes each: it never forgets one, and now and then takes one for known that is not.
//!
//! A layered Bloom filter (Bloom 1970; Almeida et al. 2007): sixteen bits a key and eight probes take about one
//! new key in 1,700 for known in each layer. Who asks must bear that.
//!
//! It must not know what the keys are of.

use xxhash_rust::xxh3::xxh3_128;

/// Keys the first layer has room for; each later one has room for as many as all before.
const FIRST_KEYS: usize = 1 << 16;
const BITS_PER_KEY: usize = 16;
const PROBES: u64 = 8;

/// A set that grows by layers.
#[derive(Debug, Default)]
pub(super) struct Sieve {
    layers: Vec<Layer>,
}

#[derive(Debug)]
struct Layer {
    bits: Vec<u64>,
    keys: usize,
    room: usize,
}

impl Sieve {
    /// Whether the key may be among those added; `false` is certain.
    pub fn may_have(&self, key: &str) -> bool {
        let hash = xxh3_128(key.as_bytes());
        self.layers.iter().any(|layer| layer.places(hash).all(|(word, bit)| layer.bits[word] & bit != 0))
    }

    /// Adds a key.
    pub fn add(&mut self, key: &str) {
        if self.layers.last().is_none_or(|layer| layer.keys >= layer.room) {
            let room = FIRST_KEYS << self.layers.len();
            self.layers.push(Layer { bits: vec![0; room * BITS_PER_KEY / 64], keys: 0, room });
        }
        let Some(layer) = self.layers.last_mut() else { return };
        layer.keys += 1;
        for (word, bit) in layer.places(xxh3_128(key.as_bytes())).collect::<Vec<_>>() {
            layer.bits[word] |= bit;
        }
    }
}

impl Layer {
    /// The bits that stand for a key: words and masks.
    fn places(&self, hash: u128) -> impl Iterator<Item = (usize, u64)> + use<> {
        let (start, step, bits) = (hash as u64, (hash >> 64) as u64 | 1, self.bits.len() as u64 * 64);
        (0..PROBES).map(move |probe| {
            let bit = start.wrapping_add(probe.wrapping_mul(step)) % bits;
            ((bit / 64) as usize, 1 << (bit % 64))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_forgotten_and_few_are_invented() {
        let mut sieve = Sieve::default();
        assert!(!sieve.may_have("0"));
        for key in 0..300_000 {
            sieve.add(&key.to_string());
        }
        assert!((0..300_000).all(|key| sieve.may_have(&key.to_string())));
        let invented = (300_000..400_000).filter(|key: &u32| sieve.may_have(&key.to_string())).count();
        assert!(invented < 500, "{invented} of 100,000");
    }
}

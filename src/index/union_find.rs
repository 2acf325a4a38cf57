//! Union-find: which of many things are connected, told pair by pair.

/// Sets of numbers; each number begins as a set of its own.
#[derive(Debug, Default)]
pub(crate) struct UnionFind {
    parent: Vec<usize>,
}

impl UnionFind {
    /// The sets of the numbers from 0 to below `count`.
    pub fn of(count: usize) -> Self {
        Self { parent: (0..count).collect() }
    }

    /// Adds the next number.
    pub fn add(&mut self) -> usize {
        self.parent.push(self.parent.len());
        self.parent.len() - 1
    }

    pub fn len(&self) -> usize {
        self.parent.len()
    }

    /// The least number of a set, which stands for it.
    pub fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Makes one set of those of two numbers.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }
}

//! The table.
//!
//! It must not know how a figure was come by.

/// A bound that a figure is held against.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    /// Litdex's figure over the floor's, at most.
    Ratio(f64),
    /// Litdex's figure, at most.
    Most(f64),
    /// None.
    None,
}

/// How figures are printed.
#[derive(Debug, Clone, Copy)]
pub enum Unit {
    Seconds,
    Milliseconds,
    Megabytes,
    MegabytesPerSecond,
    PerByte,
    Count,
}

impl Unit {
    fn show(self, value: f64) -> String {
        match self {
            Self::Seconds => format!("{value:.2} s"),
            Self::Milliseconds => format!("{value:.2} ms"),
            Self::Megabytes => format!("{:.1} MB", value / 1e6),
            Self::MegabytesPerSecond => format!("{:.1} MB/s", value / 1e6),
            Self::PerByte => format!("{value:.3}"),
            Self::Count => format!("{value:.0}"),
        }
    }
}

/// Times of queries, in microseconds.
#[derive(Debug, Clone, Copy)]
pub struct Spread {
    pub p50: f64,
    pub p95: f64,
    pub p99: f64,
}

impl Spread {
    /// The spread of times, in any order.
    pub fn of(times_us: &[f64]) -> Self {
        let mut sorted = times_us.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let last = sorted.len().saturating_sub(1);
            sorted.get((share * last as f64).round() as usize).copied().unwrap_or(f64::NAN)
        };
        Self { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
    }

    fn show(&self) -> String {
        format!("{:.0} / {:.0} / {:.0} us", self.p50, self.p95, self.p99)
    }
}

fn bound(target: Target, unit: Unit) -> String {
    match target {
        Target::Ratio(most) => format!("ratio {most:.2}"),
        Target::Most(most) => unit.show(most),
        Target::None => String::new(),
    }
}

fn met(target: Target, value: f64, ratio: Option<f64>) -> Option<bool> {
    match target {
        Target::Ratio(most) => ratio.map(|ratio| ratio <= most),
        Target::Most(most) => Some(value <= most),
        Target::None => None,
    }
}

/// Everything measured, as it is printed.
#[derive(Debug, Default)]
pub struct Report {
    notes: Vec<String>,
    rows: Vec<String>,
}

impl Report {
    /// Something to know before reading the table.
    pub fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        eprintln!("{note}");
        self.notes.push(note);
    }

    /// A figure of each; the floor may have none.
    pub fn row(&mut self, name: &str, unit: Unit, litdex: f64, floor: Option<f64>, target: Target) {
        let ratio = floor.map(|floor| litdex / floor);
        let met = met(target, litdex, ratio);
        self.push(
            name,
            &unit.show(litdex),
            floor.map(|floor| unit.show(floor)),
            ratio,
            &bound(target, unit),
            met,
        );
    }

    /// A rate, which is better where it is higher: the ratio is the floor's over litdex's.
    pub fn rate(&mut self, name: &str, litdex: f64, floor: f64, target: Target) {
        let unit = Unit::MegabytesPerSecond;
        let ratio = Some(floor / litdex);
        let met = met(target, litdex, ratio);
        self.push(name, &unit.show(litdex), Some(unit.show(floor)), ratio, &bound(target, unit), met);
    }

    /// Times of many queries; the ratio is that of the medians, a bound holds for 95 of 100.
    pub fn times(&mut self, name: &str, litdex: Spread, floor: Option<Spread>, target: Target) {
        let ratio = floor.map(|floor| litdex.p50 / floor.p50);
        let met = met(target, litdex.p95, ratio);
        let floor = floor.map(|floor| floor.show());
        let bound = match target {
            Target::Most(most) => format!("{most:.0} us"),
            _ => bound(target, Unit::Count),
        };
        self.push(name, &litdex.show(), floor, ratio, &bound, met);
    }

    fn push(
        &mut self,
        name: &str,
        litdex: &str,
        floor: Option<String>,
        ratio: Option<f64>,
        bound: &str,
        met: Option<bool>,
    ) {
        let met = met.map_or("", |met| if met { "yes" } else { "**no**" });
        let floor = floor.unwrap_or_default();
        let ratio = ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
        let row = format!("| {name} | {litdex} | {floor} | {ratio} | {bound} | {met} |");
        eprintln!("{row}");
        self.rows.push(row);
    }

    pub fn print(&self) {
        println!("\nTimes of queries are p50 / p95 / p99 over the queries, each in its best pass.\n");
        self.notes.iter().for_each(|note| println!("- {note}"));
        println!("\n| measure | litdex | floor | ratio | target, at most | met |\n|---|---|---|---|---|---|");
        self.rows.iter().for_each(|row| println!("{row}"));
    }
}

//! Numbers at random, of the kinds where exactness is decided.

/// Numbers at random from a seed (a linear congruence of 64 bits, its high bits well mixed).
pub struct Dice(u64);

impl Dice {
    /// The same numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        let mut dice =
            Self(seed.wrapping_mul(0x2545_F491_4F6C_DD1D).wrapping_add(0x1234_5678_9ABC_DEF1));
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        mixed ^ (mixed >> 29)
    }

    /// From 0 to below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).expect("a bound");
        usize::try_from(self.next() % bound).expect("below the bound")
    }

    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    /// A number of some digits before the point and some after it.
    pub fn decimal(&mut self, before: usize, after: usize) -> String {
        let digits = |dice: &mut Self, count: usize| -> String {
            // Runs of zeros and nines are where rounding is decided.
            let style = dice.below(6);
            let digit = |dice: &mut Self| match style {
                0 => "0",
                1 => "9",
                2 => "5",
                _ => ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"][dice.below(10)],
            };
            (0..count).map(|_| digit(dice)).collect()
        };
        let before = {
            let count = self.below(before + 1);
            digits(self, count)
        };
        let after = {
            let count = self.below(after + 1);
            digits(self, count)
        };
        let before = before.trim_start_matches('0');
        let before = if before.is_empty() { "0" } else { before };
        if after.is_empty() { before.to_owned() } else { format!("{before}.{after}") }
    }

    pub fn quantity(&mut self) -> String {
        match self.below(8) {
            0 => "0".to_owned(),
            1 => self.decimal(15, 12),
            2 => self
                .one_of(&[
                    "1000000000000000",
                    "0.000000000001",
                    "1",
                    "0.5",
                    "999999999999999.999999999999",
                ])
                .to_owned(),
            3 | 4 => self.decimal(4, 3),
            _ => self.decimal(4, 0),
        }
    }

    pub fn above_zero(&mut self, before: usize, after: usize) -> String {
        let number = self.decimal(before, after);
        if number.bytes().all(|byte| matches!(byte, b'0' | b'.')) { "7".to_owned() } else { number }
    }

    pub fn price(&mut self) -> String {
        let size = match self.below(8) {
            0 => "0".to_owned(),
            1 => self.decimal(12, 12),
            2 | 3 => self.decimal(2, 12),
            _ => self.decimal(4, 4),
        };
        if self.one_in(9) { format!("-{size}") } else { size }
    }
}

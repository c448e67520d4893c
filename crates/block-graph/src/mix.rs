//! Mixing of bits, for numbers that must look unrelated and need not be secret: request ids, page tokens, lock numbers.

/// SplitMix64's finaliser: one to one, and every bit that goes in reaches every bit that comes out.
pub fn scramble(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs of the generator that this finishes, seeded with 0 (its published reference implementation).
    #[test]
    fn the_published_sequence() {
        let step = |n: u64| scramble(n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        assert_eq!([step(1), step(2)], [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4]);
    }
}

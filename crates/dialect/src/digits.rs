//! Decimal digits of ids: a page holds thousands of them, almost all of nineteen digits, and four digits at a time from a
//! table cost a fraction of two.

/// The four digits of each number below ten thousand.
static QUADS: [[u8; 4]; 10_000] = {
    let mut quads = [[0; 4]; 10_000];
    let mut number = 0;
    while number < 10_000 {
        let [a, b, c, d] = [number / 1000, number / 100 % 10, number / 10 % 10, number % 10];
        quads[number] = [b'0' + a as u8, b'0' + b as u8, b'0' + c as u8, b'0' + d as u8];
        number += 1;
    }
    quads
};

/// The least number of nineteen digits.
const NINETEEN: u64 = 1_000_000_000_000_000_000;

/// The digits of a number that has nineteen of them.
#[inline]
fn nineteen(number: u64) -> [u8; 19] {
    // Halves of eight digits each fit in 32 bits, where division costs less.
    let halves = |number: u64| ((number / 100_000_000) as u32, (number % 100_000_000) as u32);
    let quads = |number: u32| (QUADS[(number / 10_000) as usize], QUADS[(number % 10_000) as usize]);
    let (top, rest) = (number / 10_000_000_000_000_000, number % 10_000_000_000_000_000);
    let (upper, lower) = halves(rest);
    let ([_, a, b, c], (d, e), (f, g)) = (QUADS[top as usize], quads(upper), quads(lower));
    let mut digits = [0; 19];
    digits[..3].copy_from_slice(&[a, b, c]);
    digits[3..7].copy_from_slice(&d);
    digits[7..11].copy_from_slice(&e);
    digits[11..15].copy_from_slice(&f);
    digits[15..].copy_from_slice(&g);
    digits
}

/// The number, if it has nineteen digits and no sign.
#[inline]
fn long(number: i64) -> Option<u64> {
    u64::try_from(number).ok().filter(|number| *number >= NINETEEN)
}

/// Appends a number.
#[inline]
pub(crate) fn push_number(out: &mut Vec<u8>, number: i64) {
    // Counts are mostly small.
    match usize::try_from(number).ok().and_then(|number| QUADS.get(number)) {
        Some(quad) => {
            let digits = u32::from_le_bytes(*quad);
            let noughts = ((digits ^ u32::from_le_bytes([b'0'; 4])).trailing_zeros() / 8).min(3);
            out.extend_from_slice(&(digits >> (8 * noughts)).to_le_bytes());
            out.truncate(out.len() - noughts as usize);
        }
        None => push_large(out, number),
    }
}

/// Appends a number that is not one of the [`QUADS`].
fn push_large(out: &mut Vec<u8>, number: i64) {
    match u64::try_from(number) {
        Ok(number @ NINETEEN..) => out.extend_from_slice(&nineteen(number)),
        Ok(number @ ..100_000_000) => push_short(out, number as u32),
        _ => out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes()),
    }
}

/// Appends a number, `between`, and the number again.
#[inline]
pub(crate) fn push_twice(out: &mut Vec<u8>, number: i64, between: &str) {
    match long(number).map(nineteen) {
        Some(digits) => {
            out.extend_from_slice(&digits);
            out.extend_from_slice(between.as_bytes());
            out.extend_from_slice(&digits);
        }
        None => {
            push_number(out, number);
            out.extend_from_slice(between.as_bytes());
            push_number(out, number);
        }
    }
}

/// Appends a number of five to eight digits, which counts have: all eight, without the noughts before the first.
#[inline]
fn push_short(out: &mut Vec<u8>, number: u32) {
    let ([a, b, c, d], [e, f, g, h]) = (QUADS[(number / 10_000) as usize], QUADS[(number % 10_000) as usize]);
    let digits = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    let noughts = ((digits ^ u64::from_le_bytes([b'0'; 8])).trailing_zeros() / 8).min(7);
    out.extend_from_slice(&(digits >> (8 * noughts)).to_le_bytes());
    out.truncate(out.len() - noughts as usize);
}

/// So many numbers are written together: what a piece costs is much of what a number costs.
const BLOCK: usize = 32;

/// Appends the numbers of things with commas between them, each between quotes or as it is.
pub(crate) fn push_numbers<T>(out: &mut Vec<u8>, things: &[T], number: impl Fn(&T) -> i64, quoted: bool) {
    let start = out.len();
    let (blocks, rest) = things.as_chunks::<BLOCK>();
    // All digits are written over in every block; commas and quotes stay.
    let mut bare = [b','; 20 * BLOCK];
    let mut in_quotes = [*b"\"...................\","; BLOCK];
    for block in blocks {
        if block.iter().any(|thing| long(number(thing)).is_none()) {
            block.iter().for_each(|thing| push_one(out, number(thing), quoted));
        } else if quoted {
            for (piece, thing) in in_quotes.iter_mut().zip(block) {
                piece[1..20].copy_from_slice(&nineteen(number(thing) as u64));
            }
            out.extend_from_slice(in_quotes.as_flattened());
        } else {
            for (piece, thing) in bare.as_chunks_mut::<20>().0.iter_mut().zip(block) {
                piece[..19].copy_from_slice(&nineteen(number(thing) as u64));
            }
            out.extend_from_slice(&bare);
        }
    }
    rest.iter().for_each(|thing| push_one(out, number(thing), quoted));
    if out.len() > start {
        out.pop();
    }
}

/// Appends any number, and a comma.
fn push_one(out: &mut Vec<u8>, number: i64, quoted: bool) {
    let quote: &[u8] = if quoted { b"\"" } else { b"" };
    out.extend_from_slice(quote);
    push_number(out, number);
    out.extend_from_slice(quote);
    out.push(b',');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_standard_library_writes_them() {
        let mut numbers = vec![0, 7, -1, i64::MIN, i64::MAX, 1_000_000_000_000_000_000, 999_999_999_999_999_999];
        numbers.extend((0..5_000).map(|step: i64| step.wrapping_mul(0x9e37_79b9_7f4a_7c15_u64 as i64)));
        numbers.extend(0..11_000);
        numbers.extend((0..10_000).map(|quad| 1_250_000_000_000_000_000 + quad * 10_001));
        numbers.extend((0..30).flat_map(|digits| [10_i64.wrapping_pow(digits), 10_i64.wrapping_pow(digits) - 1]));
        for number in &numbers {
            let mut out = Vec::new();
            push_number(&mut out, *number);
            assert_eq!(String::from_utf8(out).unwrap(), number.to_string());
        }
        // In blocks, around them, and in blocks of which not all are long.
        for (from, to) in [(2, 5), (4, 7), (0, 0), (0, 40), (7, 7 + 96), (7 + 5_000, 7 + 5_100)] {
            for (quoted, quote) in [(false, ""), (true, "\"")] {
                let mut out = b"[".to_vec();
                push_numbers(&mut out, &numbers[from..to], |number| *number, quoted);
                let simply: Vec<_> = numbers[from..to].iter().map(|number| format!("{quote}{number}{quote}")).collect();
                assert_eq!(String::from_utf8(out).unwrap(), format!("[{}", simply.join(",")));
            }
        }
    }
}

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
fn long(number: i64) -> Option<u64> {
    u64::try_from(number).ok().filter(|number| *number >= NINETEEN)
}

/// Appends a number.
#[inline]
pub(crate) fn push_number(out: &mut Vec<u8>, number: i64) {
    match long(number) {
        Some(number) => out.extend_from_slice(&nineteen(number)),
        None => out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes()),
    }
}

/// Appends numbers with commas between them, each between quotes or as it is.
pub(crate) fn push_numbers(out: &mut Vec<u8>, numbers: impl Iterator<Item = i64>, quoted: bool) {
    let start = out.len();
    for number in numbers {
        // One piece for each of the long ones: what a piece costs is most of what a number costs.
        match (long(number).map(nineteen), quoted) {
            (Some(digits), false) => {
                let mut piece = [b','; 20];
                piece[..19].copy_from_slice(&digits);
                out.extend_from_slice(&piece);
            }
            (Some(digits), true) => {
                let mut piece = *b"\"...................\",";
                piece[1..20].copy_from_slice(&digits);
                out.extend_from_slice(&piece);
            }
            (None, _) => {
                let quote: &[u8] = if quoted { b"\"" } else { b"" };
                out.extend_from_slice(quote);
                push_number(out, number);
                out.extend_from_slice(quote);
                out.push(b',');
            }
        }
    }
    if out.len() > start {
        out.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_standard_library_writes_them() {
        let mut numbers = vec![0, 7, -1, i64::MIN, i64::MAX, 1_000_000_000_000_000_000, 999_999_999_999_999_999];
        numbers.extend((0..5_000).map(|step: i64| step.wrapping_mul(0x9e37_79b9_7f4a_7c15_u64 as i64)));
        numbers.extend((0..10_000).map(|quad| 1_250_000_000_000_000_000 + quad * 10_001));
        for number in &numbers {
            let mut out = Vec::new();
            push_number(&mut out, *number);
            assert_eq!(String::from_utf8(out).unwrap(), number.to_string());
        }
        let mut out = b"[".to_vec();
        push_numbers(&mut out, numbers[2..5].iter().copied(), true);
        assert_eq!(out, br#"["-1","-9223372036854775808","9223372036854775807""#);
        push_numbers(&mut out, [].into_iter(), false);
        assert!(out.ends_with(b"07\""));
        push_numbers(&mut out, numbers[4..7].iter().copied(), false);
        assert!(out.ends_with(b"\"9223372036854775807,1000000000000000000,999999999999999999"));
    }
}

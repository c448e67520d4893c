//! Decimal digits of ids: a page holds thousands of them, almost all of nineteen digits, and four digits at a time from a
//! table cost a fraction of two.

use block_graph::IdText;

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

/// The four digits of a number below ten thousand; of any other, four noughts.
#[inline]
pub(crate) fn quad(number: u32) -> [u8; 4] {
    QUADS.get(number as usize).copied().unwrap_or(*b"0000")
}

/// The least number of nineteen digits.
const NINETEEN: u64 = 1_000_000_000_000_000_000;

/// What the first three of nineteen digits make, and the digits after them. Processors have one place to multiply, so what a
/// number costs is how often that is done: once, and once for each four digits.
#[inline]
fn split(number: u64) -> (u64, [u8; 16]) {
    // 2^117 / 10^16, rounded up: the product has the top above its lowest 117 bits and the rest as a fraction in them.
    const UNIT: u128 = (1_u128 << 117).div_ceil(10_000_000_000_000_000);
    let product = u128::from(number) * UNIT;
    // Of the fraction 64 bits are kept. With one more it is too large, by less than the last digit.
    let mut fraction = ((product >> 53) as u64).wrapping_add(1);
    let mut digits = [0; 16];
    for quad in digits.as_chunks_mut().0 {
        let product = u128::from(fraction) * 10_000;
        *quad = QUADS[(product >> 64) as usize];
        fraction = product as u64;
    }
    ((product >> 117) as u64, digits)
}

/// The digits of a number that has nineteen of them.
#[inline]
fn nineteen(number: u64) -> [u8; 19] {
    let (top, rest) = split(number);
    let mut digits = [0; 19];
    digits[..3].copy_from_slice(&QUADS[top as usize][1..]);
    digits[3..].copy_from_slice(&rest);
    digits
}

/// The number, if it has nineteen digits and no sign.
#[inline]
fn long(number: i64) -> Option<u64> {
    u64::try_from(number).ok().filter(|number| *number >= NINETEEN)
}

/// The digits of a number that has nineteen of them and no sign, as nearly all ids do.
#[inline]
pub fn of_long(number: i64) -> Option<[u8; 19]> {
    long(number).map(nineteen)
}

/// Appends a number.
#[inline]
pub(crate) fn push_number(out: &mut Vec<u8>, number: i64) {
    out.extend_from_slice(&[0; 4]);
    fill_count(out, number);
}

/// Writes a number over the last four bytes. Counts are mostly small.
#[inline]
pub(crate) fn fill_count(out: &mut Vec<u8>, number: i64) {
    match (usize::try_from(number).ok().and_then(|number| QUADS.get(number)), out.last_chunk_mut()) {
        (Some(quad), Some(room)) => {
            let digits = u32::from_le_bytes(*quad);
            // The last digit stays, nought or not.
            let noughts = ((digits & 0x000f_0f0f | 1 << 24).trailing_zeros() / 8) as usize;
            *room = (digits >> (8 * noughts)).to_le_bytes();
            out.truncate(out.len() - noughts);
        }
        _ => {
            out.truncate(out.len().saturating_sub(4));
            push_large(out, number);
        }
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

/// So many numbers are looked at, and room is made for them, at once.
const BLOCK: usize = 64;

/// Appends the numbers of things with commas between them, each between quotes or as it is.
pub(crate) fn push_numbers<T>(out: &mut Vec<u8>, things: &[T], number: impl Fn(&T) -> i64, quoted: bool) {
    let Some((first, others)) = things.split_first() else { return };
    push_one(out, number(first), quoted);
    for block in others.chunks(BLOCK) {
        // The sign of each number and of what it is above the least of nineteen digits, without branches.
        let signs = block.iter().map(&number).map(|number| number | number.wrapping_sub(NINETEEN as i64));
        if signs.fold(0, |all, one| all | one) < 0 {
            for thing in block {
                out.push(b',');
                push_one(out, number(thing), quoted);
            }
        } else if quoted {
            push_block::<22, T>(out, block, &number);
        } else {
            push_block::<20, T>(out, block, &number);
        }
    }
}

/// Appends numbers of nineteen digits, a comma before each: pieces of `LENGTH` bytes, 20 without quotes and 22 with them.
#[inline]
fn push_block<const LENGTH: usize, T>(out: &mut Vec<u8>, things: &[T], number: &impl Fn(&T) -> i64) {
    let (quote, before) = if LENGTH == 22 { (1, b'"') } else { (0, b',') };
    let start = out.len();
    // The last byte of a piece with quotes stays.
    out.resize(start + LENGTH * things.len(), b'"');
    for (thing, piece) in things.iter().zip(out[start..].as_chunks_mut::<LENGTH>().0) {
        let (top, rest) = split(number(thing) as u64);
        piece[0] = b',';
        // Four digits, of which the first is a nought and makes place for what stands before the others.
        let first = u32::from_le_bytes(QUADS[top as usize]) ^ u32::from(b'0' ^ before);
        piece[quote..quote + 4].copy_from_slice(&first.to_le_bytes());
        piece[quote + 4..quote + 20].copy_from_slice(&rest);
    }
}

/// Appends the texts of ids with commas between them, each between quotes or as it is.
pub(crate) fn push_texts(out: &mut Vec<u8>, texts: &[IdText], quoted: bool) {
    let Some(([_, first @ ..], others)) = texts.split_first() else { return };
    if !quoted {
        out.extend_from_slice(&texts.as_flattened()[1..]);
        return;
    }
    out.push(b'"');
    out.extend_from_slice(first);
    out.push(b'"');
    let start = out.len();
    // Of a piece, the quotes stay.
    out.resize(start + 22 * others.len(), b'"');
    for ([comma, digits @ ..], piece) in others.iter().zip(out[start..].as_chunks_mut::<22>().0) {
        piece[0] = *comma;
        piece[2..21].copy_from_slice(digits);
    }
}

/// Appends any number.
fn push_one(out: &mut Vec<u8>, number: i64, quoted: bool) {
    let quote: &[u8] = if quoted { b"\"" } else { b"" };
    out.extend_from_slice(quote);
    push_number(out, number);
    out.extend_from_slice(quote);
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
        let places = [(2, 5), (4, 7), (0, 0), (0, 1), (0, 40), (7, 7 + 96), (7 + 5_000, 7 + 5_100), (16_007, 16_140)];
        for (from, to) in places {
            for (quoted, quote) in [(false, ""), (true, "\"")] {
                let mut out = b"[".to_vec();
                push_numbers(&mut out, &numbers[from..to], |number| *number, quoted);
                let simply: Vec<_> = numbers[from..to].iter().map(|number| format!("{quote}{number}{quote}")).collect();
                assert_eq!(String::from_utf8(out).unwrap(), format!("[{}", simply.join(",")));
            }
        }
    }

    #[test]
    fn texts_as_the_numbers_they_are_of() {
        let numbers: Vec<_> = (0..3).map(|step| 1_234_567_890_123_456_789 + step).collect();
        let texts: Vec<IdText> =
            numbers.iter().map(|number| format!(",{number}").into_bytes().try_into().unwrap()).collect();
        for length in 0..=numbers.len() {
            for quoted in [false, true] {
                let (mut out, mut expected) = (b"[".to_vec(), b"[".to_vec());
                push_texts(&mut out, &texts[..length], quoted);
                push_numbers(&mut expected, &numbers[..length], |number| *number, quoted);
                assert_eq!(String::from_utf8(out), String::from_utf8(expected));
            }
        }
    }

    #[test]
    fn nineteen_digits_at_all_borders() {
        let ends = [NINETEEN, NINETEEN + 99_999_999, i64::MAX as u64 - 1, i64::MAX as u64, 1_234_567_890_123_456_789];
        let steps = [1, 10_000, 100_000_000, 1_000_000_000_000, 10_000_000_000_000_000];
        let borders = (11..92).flat_map(|top| {
            let top = top * 100_000_000_000_000_000;
            steps.map(|step| [top, top + step - 1, top - step])
        });
        let spread = (1..64_000_u64).map(|step| NINETEEN + step.wrapping_mul(0x9e37_79b9_7f4a_7c15) % (8 * NINETEEN));
        let numbers: Vec<_> = ends.into_iter().chain(borders.flatten()).chain(spread).collect();
        for block in numbers.chunks(BLOCK) {
            let mut out = Vec::new();
            push_block::<20, _>(&mut out, block, &|number| *number as i64);
            let simply: String = block.iter().map(|number| format!(",{number}")).collect();
            assert_eq!(String::from_utf8(out).unwrap(), simply);
        }
    }
}

//! A text that is put together on the stack: base strings and keys are short, and what is allocated is cold.

/// Texts that are longer are written twice.
const ROOM: usize = 1024;

/// A text as it is written: what has no room is counted only.
pub(super) struct Text<'t> {
    room: &'t mut [u8],
    end: usize,
}

impl Text<'_> {
    /// Adds to the end.
    #[inline]
    pub(super) fn put(&mut self, piece: &[u8]) {
        let end = self.end + piece.len();
        if let Some(place) = self.room.get_mut(self.end..end) {
            copy(place, piece);
        }
        self.end = end;
    }

    /// Adds the first so many bytes of each piece. All of a piece is written, which is quicker, and what comes next is
    /// written over the rest.
    #[inline]
    pub(super) fn put_firsts<const N: usize>(&mut self, pieces: impl IntoIterator<Item = (&'static [u8; N], usize)>) {
        let mut end = self.end;
        for (piece, length) in pieces {
            if let Some(place) = self.room.get_mut(end..).and_then(|rest| rest.first_chunk_mut()) {
                *place = *piece;
            } else if let Some(place) = self.room.get_mut(end..end + length) {
                place.copy_from_slice(&piece[..length]);
            }
            end += length;
        }
        self.end = end;
    }
}

/// Copies what is mostly short: two pieces of a length that is known, the second over the end of the first.
#[inline]
fn copy(to: &mut [u8], from: &[u8]) {
    match from.len() {
        4..=8 => copy_two::<4>(to, from),
        9..=16 => copy_two::<8>(to, from),
        17..=32 => copy_two::<16>(to, from),
        33..=64 => copy_two::<32>(to, from),
        _ => to.copy_from_slice(from),
    }
}

/// Copies `N` to twice as many bytes.
#[inline(always)]
fn copy_two<const N: usize>(to: &mut [u8], from: &[u8]) {
    if let (Some(to), Some(from)) = (to.first_chunk_mut::<N>(), from.first_chunk()) {
        *to = *from;
    }
    if let (Some(to), Some(from)) = (to.last_chunk_mut::<N>(), from.last_chunk()) {
        *to = *from;
    }
}

/// Writes a text and reads it.
#[inline]
pub(super) fn with<T>(write: impl Fn(&mut Text<'_>), read: impl FnOnce(&[u8]) -> T) -> T {
    let mut room = [0; ROOM];
    let mut text = Text { room: &mut room, end: 0 };
    write(&mut text);
    let end = text.end;
    match room.get(..end) {
        Some(text) => read(text),
        None => with_more(end, write, read),
    }
}

/// As [`with`], of a text that long.
#[cold]
fn with_more<T>(length: usize, write: impl Fn(&mut Text<'_>), read: impl FnOnce(&[u8]) -> T) -> T {
    let mut room = vec![0; length];
    write(&mut Text { room: &mut room, end: 0 });
    read(&room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_any_length_are_what_was_put() {
        let piece: Vec<_> = (0..=u8::MAX).collect();
        for length in 0..100 {
            let write = |text: &mut Text<'_>| {
                text.put(&piece[..length]);
                text.put(&piece[length..2 * length]);
            };
            assert_eq!(with(write, <[u8]>::to_vec), piece[..2 * length]);
        }
    }

    #[test]
    fn texts_of_any_length_are_what_was_put() {
        for pieces in (0..40).chain(ROOM / 11 - 3..ROOM / 11 + 40) {
            let write = |text: &mut Text<'_>| {
                for _ in 0..pieces {
                    text.put(b"a piece ");
                    text.put_firsts([(b"of it all", 2)]);
                    text.put(b" ");
                }
            };
            assert_eq!(with(write, <[u8]>::to_vec), b"a piece of ".repeat(pieces), "{pieces}");
        }
    }
}

//! A reply's body: bytes of its own, or a text that is kept for more replies and reaches the socket without being copied.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// Bytes on their way to a client.
#[derive(Clone)]
pub struct Body(Bytes);

#[derive(Clone)]
enum Bytes {
    Own(Vec<u8>),
    Shared(Arc<[u8]>),
}

impl Body {
    /// Changes its bytes; shared ones are copied for that.
    pub fn change<T>(&mut self, change: impl FnOnce(&mut Vec<u8>) -> T) -> T {
        let mut bytes = std::mem::take(self).into_own().unwrap_or_else(|shared| shared.to_vec());
        let done = change(&mut bytes);
        *self = bytes.into();
        done
    }

    /// Its bytes if they are its own, or those that it shares.
    ///
    /// # Errors
    /// The shared ones.
    pub fn into_own(self) -> Result<Vec<u8>, Arc<[u8]>> {
        match self.0 {
            Bytes::Own(bytes) => Ok(bytes),
            Bytes::Shared(bytes) => Err(bytes),
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self(Bytes::Own(Vec::new()))
    }
}

impl Deref for Body {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match &self.0 {
            Bytes::Own(bytes) => bytes,
            Bytes::Shared(bytes) => bytes,
        }
    }
}

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Body {}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl From<Vec<u8>> for Body {
    #[inline]
    fn from(bytes: Vec<u8>) -> Self {
        Self(Bytes::Own(bytes))
    }
}

impl From<Arc<[u8]>> for Body {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self(Bytes::Shared(bytes))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        text.as_bytes().to_vec().into()
    }
}

impl<const N: usize> From<&[u8; N]> for Body {
    fn from(bytes: &[u8; N]) -> Self {
        bytes.to_vec().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_bytes_are_changed_in_a_copy() {
        let kept: Arc<[u8]> = b"kept"[..].into();
        let mut body = Body::from(Arc::clone(&kept));
        assert!(std::ptr::eq(&*body, &*kept), "they were copied");
        body.change(|bytes| bytes.push(b'!'));
        assert_eq!((&*body, &*kept), (&b"kept!"[..], &b"kept"[..]));
        assert_eq!(body.into_own(), Ok(b"kept!".to_vec()));
        assert_eq!(Body::from(Arc::clone(&kept)).into_own(), Err(kept));
    }

    #[test]
    fn a_body_is_its_bytes_whoever_has_them() {
        let shared: Arc<[u8]> = b"same"[..].into();
        assert_eq!(Body::from("same"), Body::from(shared));
        assert!(Body::from("same") != Body::default());
        assert_eq!(size_of::<Body>(), size_of::<Vec<u8>>());
    }
}

//! Heads are found, and replies wait for one another where they must.

use super::*;

/// What a future says to one more question.
fn polled<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    std::pin::Pin::new(future).poll(&mut std::task::Context::from_waker(Waker::noop()))
}

fn addition() -> Addition {
    Addition { lines: b"p3p: x\r\n".to_vec(), body: Body::default() }
}

fn cut(bytes: &str) -> Option<(&str, &str, &str)> {
    let (lines, end) = head(bytes.as_bytes())?;
    Some((&bytes[..lines], &bytes[lines..end], &bytes[end..]))
}

#[test]
fn a_head_is_found_and_what_follows_is_not_looked_at() {
    let body = "date: 7\r\n\r\nHTTP/1.1 200 OK\r\n\r\n";
    let whole = format!("HTTP/1.1 200 OK\r\ndate: x\r\n\r\n{body}");
    assert_eq!(cut(&whole), Some(("HTTP/1.1 200 OK\r\n", "date: x\r\n\r\n", body)));
    assert_eq!(cut("HTTP/1.0 404 Not Found\r\n\r\n"), Some(("HTTP/1.0 404 Not Found\r\n", "\r\n", "")));
}

#[test]
fn an_announcement_before_the_head_is_passed_over() {
    let whole = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ndate: x\r\n\r\nbody";
    let before = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n";
    assert_eq!(cut(whole), Some((before, "date: x\r\n\r\n", "body")));
}

#[test]
fn what_is_no_head_is_left_alone() {
    for bytes in ["", "p3p: x\r\n\r\n", "HTTP/1.1 200 OK\r\np3p: x\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 1"]
    {
        assert_eq!(cut(bytes), None, "{bytes:?}");
    }
}

#[tokio::test]
async fn the_first_reply_and_one_after_another_that_was_flushed_need_not_wait() {
    let outgoing = Outgoing::default();
    for _ in 0..3 {
        assert!(polled(&mut Box::pin(outgoing.add(addition(), true))).is_ready());
        outgoing.flushed();
        assert_eq!(outgoing.ahead.get(), Ahead::Reply, "it was not taken yet");
        assert_eq!(outgoing.take(), Some(addition()));
        outgoing.flushed();
        assert_eq!((outgoing.ahead.get(), outgoing.take()), (Ahead::Nothing, None));
    }
}

#[tokio::test]
async fn a_reply_behind_another_waits_for_a_flush() {
    let outgoing = Outgoing::default();
    outgoing.leave();
    outgoing.flushed();
    let mut waiting = Box::pin(outgoing.add(addition(), false));
    assert!(
        polled(&mut waiting).is_pending(),
        "a flush before it was asked for says nothing of what the server writes"
    );
    assert_eq!(outgoing.take(), None);
    outgoing.flushed();
    assert!(polled(&mut waiting).is_ready());
    assert_eq!(outgoing.take(), Some(addition()));
    // The body of that one is the server's: the next waits as well.
    outgoing.flushed();
    assert!(polled(&mut Box::pin(outgoing.add(addition(), true))).is_pending());
}

//! Heads are found and restored; nothing else is.

use super::*;

/// What a future says to one more question.
fn polled<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(Waker::noop()))
}

const NAMES: [&str; 3] = ["X-RateLimit-Limit", "X-OAuth-Scopes", "P3P"];

async fn due(names: &[&'static str]) -> Case {
    let case = Case::default();
    case.restore(names.to_vec()).await;
    case
}

fn copied(case: &Case, bytes: &[u8]) -> (String, usize) {
    let mut head = Vec::new();
    let length = case.copy(bytes, &mut head);
    (String::from_utf8(head).unwrap(), length)
}

#[tokio::test]
async fn names_in_a_head_are_restored_and_values_and_bodies_are_not() {
    let case = due(&NAMES).await;
    let head = "HTTP/1.1 200 OK\r\nx-ratelimit-limit: 5\r\nX-Oauth-Scopes: x-ratelimit-limit: 1\r\np3p: p3p\r\ndate: x\r\n\r\n";
    let body = "x-ratelimit-limit: 7\r\n\r\nHTTP/1.1 200 OK\r\np3p: 1\r\n\r\n";
    let (copy, length) = copied(&case, format!("{head}{body}").as_bytes());
    assert_eq!(length, head.len());
    assert_eq!(
        copy,
        "HTTP/1.1 200 OK\r\nX-RateLimit-Limit: 5\r\nX-OAuth-Scopes: x-ratelimit-limit: 1\r\nP3P: p3p\r\ndate: x\r\n\r\n"
    );
}

#[tokio::test]
async fn an_announcement_before_the_head_is_passed_over() {
    let case = due(&NAMES).await;
    let (copy, _) = copied(&case, b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\np3p: x\r\n\r\nbody");
    assert_eq!(copy, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nP3P: x\r\n\r\n");
}

#[tokio::test]
async fn what_is_no_head_is_left_alone() {
    let case = due(&NAMES).await;
    for bytes in ["", "p3p: x\r\n\r\n", "HTTP/1.1 200 OK\r\np3p: x\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 1"]
    {
        assert_eq!(copied(&case, bytes.as_bytes()), (String::new(), 0), "{bytes:?}");
    }
}

#[tokio::test]
async fn the_first_reply_and_one_after_a_taken_body_need_not_wait() {
    let connection = Rc::new(Connection::new(false, false));
    let case = &connection.case;
    case.restore(vec!["P3P"]).await;
    case.done();
    let mut body = Watched::new(Bytes::from_static(b"body"), Rc::clone(&connection));
    let mut next = || {
        let waker = Waker::noop();
        Pin::new(&mut body).poll_next(&mut Context::from_waker(waker))
    };
    assert!(matches!(next(), Poll::Ready(Some(Ok(bytes))) if bytes == "body"));
    case.flushed();
    assert_eq!(case.ahead.get(), Ahead::Something, "a flush before the body's end says nothing");
    assert!(matches!(next(), Poll::Ready(None)));
    assert_eq!(case.ahead.get(), Ahead::End);
    case.flushed();
    assert_eq!(case.ahead.get(), Ahead::Nothing);
}

#[tokio::test]
async fn a_reply_behind_another_waits_for_a_flush() {
    let case = Rc::new(Case::default());
    case.leave();
    let mut waiting = Box::pin(case.restore(vec!["P3P"]));
    assert!(polled(&mut waiting).is_pending());
    assert!(!case.is_due());
    case.flushed();
    assert!(polled(&mut waiting).is_ready());
    assert!(case.is_due());
    // Another one ahead of it makes the next wait again.
    case.done();
    let mut waiting = Box::pin(case.restore(vec!["P3P"]));
    assert!(polled(&mut waiting).is_pending());
}

//! The hand-written object beside the one that serde derives: the same bytes, whatever the relation and whoever asks.

use block_graph::testkit::{AMY, BEA, card, person};
use block_graph::{Relation, UserId};
use dialect::json::Json;

use super::{Relationship, oracle};
use crate::wire::json;

#[test]
fn it_is_what_serde_derives() {
    let target = card(person(BEA, "Bea_B"));
    for bits in 0..1 << 13 {
        let holds = |bit: u32| bits >> bit & 1 != 0;
        let relation = Relation {
            following: holds(0),
            followed_by: holds(1),
            request_sent: holds(2),
            request_received: holds(3),
            blocking: holds(4),
            blocked_by: holds(5),
            muting: holds(6),
            dm_blocking: holds(7),
            dm_blocked_by: holds(8),
            hiding_reposts: holds(9),
        };
        let source = (if holds(10) { AMY } else { UserId(12) }, holds(10).then_some("amy"));
        let found = Relationship { source, own: holds(11), target: &target, relation, can_dm: holds(12) };
        let mut written = Json::new(json::ESCAPES, 0);
        found.write(&mut written);
        let derived = json::to_vec(&oracle::Relationship::of_same(&found), 0);
        assert_eq!(String::from_utf8(written.into_bytes()), String::from_utf8(derived));
    }
}

//! What requests about follows, posts, messages and lists decode to.

use block_graph::testkit::{AMY, BEA};
use block_graph::{
    AddMember, Command, CreateList, CreatePost, Cursor, DeleteList, DeleteMessage, DeletePost, Draft, Feed, FeedFilter,
    Like, List, ListId, ListLikers, ListLikes, ListMembers, ListMemberships, ListMessages, ListOwned, ListRef,
    ListReposters, ListUsers, LookUpPosts, MessageId, PageRequest, Position, PostId, PostRange, ReadFeed, RemoveMember,
    ReplyPolicy, Repost, SearchUsers, SendMessage, ShowList, ShowMessage, ShowPost, Timestamp, Unlike, Unrepost,
    UpdateList, UserId, UserRef,
};
use dialect::Method;

use super::{amy, anonymous, app, of_amy, post_json};
use crate::cursors::Tokens;

fn command(method: Method, target: &str) -> Command {
    amy(method, target).decode().expect("a command")
}

fn read(target: &str) -> Command {
    command(Method::Get, target)
}

fn drafted(body: &str) -> Draft {
    match post_json("/2/tweets", body).decode() {
        Ok(Command::CreatePost(CreatePost { draft })) => draft,
        other => panic!("not a draft: {other:?}"),
    }
}

fn fed(target: &str) -> (Feed, FeedFilter, PostRange) {
    match read(target) {
        Command::ReadFeed(ReadFeed { feed, filter, range }) => (feed, filter, range),
        other => panic!("not a feed: {other:?}"),
    }
}

#[test]
fn follows_are_read_of_anybody_and_of_oneself() {
    let page = PageRequest::first(100);
    let of = |owner: UserId, list| Command::from(ListUsers { owner: owner.into(), list, page });
    assert_eq!(read("/2/users/7/following"), of(UserId(7), List::Following));
    assert_eq!(read("/2/users/7/followers"), of(UserId(7), List::Followers));
    assert_eq!(read("/2/users/me/following"), of(AMY, List::Following));
    assert_eq!(read("/2/users/me/followers"), of(AMY, List::Followers));
    let cursor = Cursor::Older(Position(1_613_254_256_000 << 20));
    let token = Tokens::Followers.token(cursor, 7).expect("a token");
    let turned = format!("/2/users/7/followers?max_results=1000&pagination_token={token}");
    let page = PageRequest { cursor, size: 1000 };
    assert_eq!(
        anonymous(Method::Get, &turned).by(app()).decode(),
        Ok(ListUsers { owner: UserId(7).into(), list: List::Followers, page }.into())
    );
    // A token of the caller's own list is the same whichever way the list is named.
    let token = Tokens::Following.token(cursor, AMY.0).expect("a token");
    let turned = format!("/2/users/me/following?pagination_token={token}");
    assert_eq!(
        read(&turned),
        ListUsers { owner: AMY.into(), list: List::Following, page: PageRequest { cursor, size: 100 } }.into()
    );
}

#[test]
fn people_are_searched_in_one_page() {
    let search = |query: &str, limit| Command::from(SearchUsers { query: query.to_owned(), limit });
    assert_eq!(read("/2/users/search?query=o%27neil+x"), search("o'neil x", 100));
    assert_eq!(read("/2/users/search?query=bea&max_results=5&user.fields=id"), search("bea", 5));
}

#[test]
fn posts_are_written_read_and_deleted() {
    let post = PostId(7);
    assert_eq!(read("/2/tweets/7"), ShowPost { post, even_blocked: false }.into());
    let posts = [9, 7, 8].map(PostId).to_vec();
    assert_eq!(read("/2/tweets?ids=9,7,9,8"), LookUpPosts { posts, even_blocked: false }.into());
    assert_eq!(command(Method::Delete, "/2/tweets/7"), DeletePost { post }.into());
    let text = |text: &str| Draft { text: text.to_owned(), ..Draft::default() };
    assert_eq!(drafted(r#"{"text":"Grüße & <b>"}"#), text("Grüße & <b>"));
    assert_eq!(
        drafted(
            r#"{"text":"re","reply":{"in_reply_to_tweet_id":"7","exclude_reply_user_ids":["8"],"auto_populate_reply_metadata":true}}"#
        ),
        Draft { reply_to: Some(post), ..text("re") }
    );
    assert_eq!(
        drafted(r#"{"text":"look","quote_tweet_id":7,"reply_settings":"following"}"#),
        Draft { quote_of: Some(post), replies: ReplyPolicy::Following, ..text("look") }
    );
    for circle in ["mentionedUsers", "subscribers", "verified"] {
        let body = format!(r#"{{"text":"x","reply_settings":"{circle}"}}"#);
        assert_eq!(drafted(&body).replies, ReplyPolicy::Mentioned, "{circle}");
    }
    assert_eq!(
        drafted(r#"{"media":{"media_ids":["1","2"],"tagged_user_ids":["8","9"]}}"#),
        Draft { tagged: vec![UserId(8).into(), UserId(9).into()], ..text("") }
    );
    assert_eq!(drafted(&format!(r#"{{"text":"{}"}}"#, "é".repeat(280))).text.chars().count(), 280);
}

#[test]
fn every_key_of_the_spec_is_taken() {
    let draft = drafted(
        r#"{"text":"all","reply":{"in_reply_to_tweet_id":"1","exclude_reply_user_ids":[]},"media":{"media_ids":["1"],
        "description":"d","title":"t","embeddable":true,"preview_media_id":"2","call_to_actions":{"app_install":{
        "app_store_id":"a","ipad_app_store_id":"b","play_store_id":"c"},"visit_site":{"url":"https://a.example"},
        "watch_now":{"url":"https://a.example"}}},"poll":{"options":["yes","no"],"duration_minutes":5,
        "reply_settings":"following"},"quote_tweet_id":"2","reply_settings":"verified","direct_message_deep_link":
        "https://x.com/messages/compose","for_super_followers_only":false,"geo":{"place_id":"p"},"community_id":"3",
        "share_with_followers":false,"nullcast":false,"card_uri":"card://1","edit_options":{"previous_post_id":"4"},
        "made_with_ai":true,"paid_partnership":false}"#,
    );
    assert_eq!((draft.text.as_str(), draft.reply_to, draft.quote_of), ("all", Some(PostId(1)), Some(PostId(2))));
}

#[test]
fn feeds_have_their_own_sizes_and_filters() {
    let asked_for = FeedFilter { even_muted: true, ..FeedFilter::ALL };
    let seven = || UserRef::from(UserId(7));
    assert_eq!(fed("/2/users/7/tweets"), (Feed::By(seven()), asked_for, PostRange::newest(10)));
    assert_eq!(fed("/2/users/7/mentions"), (Feed::Mentioning(seven()), FeedFilter::ALL, PostRange::newest(10)));
    let home = of_amy("timelines/reverse_chronological");
    assert_eq!(fed(&home), (Feed::Home, FeedFilter::ALL, PostRange::newest(100)));
    assert_eq!(fed("/2/tweets/7/quote_tweets"), (Feed::Quoting(PostId(7)), asked_for, PostRange::newest(10)));
    assert_eq!(fed("/2/users/7/tweets?exclude=replies").1, FeedFilter { replies: false, ..asked_for });
    assert_eq!(
        fed(&format!("{home}?exclude=retweets,replies&max_results=1")),
        (Feed::Home, FeedFilter { replies: false, reposts: false, ..FeedFilter::ALL }, PostRange::newest(1))
    );
    assert_eq!(fed("/2/tweets/7/quote_tweets?exclude=retweets").1, FeedFilter { reposts: false, ..asked_for });
}

#[test]
fn bounds_narrow_a_feed_together() {
    let range = |query: &str| fed(&format!("/2/users/7/tweets?{query}")).2;
    let newest = PostRange::newest(10);
    let (above, below) = (Some(PostId(5)), Some(PostId(9)));
    assert_eq!(range("since_id=5&until_id=9&max_results=10"), PostRange { above, below, ..newest });
    let first = PostRange::since(Timestamp::from_seconds(1_613_254_256));
    let later = PostRange::since(Timestamp::from_seconds(1_613_254_316));
    assert_eq!(
        range("start_time=2021-02-13T22:10:56Z&end_time=2021-02-13T22:11:56.000Z"),
        PostRange { above: Some(PostId(first.0 - 1)), below: Some(later), ..newest },
        "the first moment is in, the last is not"
    );
    assert_eq!(range("start_time=2021-02-13T23:10:56%2B01:00&since_id=5").above, Some(PostId(first.0 - 1)));
    assert_eq!(range("end_time=2021-02-13T22:11:56Z&until_id=9").below, below);
    assert_eq!(range(&format!("start_time=2021-02-13T22:10:56Z&since_id={}", later.0)).above, Some(later));
}

#[test]
fn tokens_turn_the_pages_of_a_feed_within_its_bounds() {
    let range = |cursor: Cursor, rest: &str| {
        let token = Tokens::Posts.token(cursor, 7).expect("a token");
        fed(&format!("/2/users/7/tweets?pagination_token={token}{rest}")).2
    };
    let (newest, at) = (PostRange::newest(10), Position(9));
    let post = Some(PostId(9));
    assert_eq!(range(Cursor::Older(at), ""), PostRange { below: post, ..newest });
    assert_eq!(range(Cursor::Older(at), "&until_id=8").below, Some(PostId(8)));
    assert_eq!(
        range(Cursor::Older(at), "&until_id=10&since_id=2"),
        PostRange { above: Some(PostId(2)), below: post, ..newest }
    );
    assert_eq!(range(Cursor::Newer(at), ""), PostRange { above: post, from_oldest: true, ..newest });
    assert_eq!(range(Cursor::Newer(at), "&since_id=12").above, Some(PostId(12)));
}

#[test]
fn likes_and_reposts_name_their_post_in_the_body_or_the_path() {
    let post = PostId(7);
    let sent = |rest: &str| post_json(&of_amy(rest), r#"{"tweet_id":"7"}"#).decode();
    assert_eq!(sent("likes"), Ok(Like { post }.into()));
    assert_eq!(sent("retweets"), Ok(Repost { post }.into()));
    assert_eq!(post_json(&of_amy("likes"), r#"{"tweet_id":7}"#).decode(), Ok(Like { post }.into()));
    assert_eq!(command(Method::Delete, &of_amy("likes/7")), Unlike { post }.into());
    assert_eq!(command(Method::Delete, &of_amy("retweets/7")), Unrepost { post }.into());
    let page = PageRequest::first(100);
    assert_eq!(read("/2/users/7/liked_tweets"), ListLikes { user: UserId(7).into(), page }.into());
    assert_eq!(read("/2/tweets/7/liking_users"), ListLikers { post, page }.into());
    assert_eq!(
        read("/2/tweets/7/retweeted_by?max_results=1"),
        ListReposters { post, page: PageRequest::first(1) }.into()
    );
}

#[test]
fn messages_go_to_a_person_or_to_the_other_of_two() {
    let to = |user: UserId| Ok(Command::from(SendMessage { to: user.into(), text: "hi & bye".to_owned() }));
    let body = r#"{"text":"hi & bye"}"#;
    assert_eq!(post_json("/2/dm_conversations/with/7/messages", body).decode(), to(UserId(7)));
    for pair in [format!("{AMY}-{BEA}"), format!("{BEA}-{AMY}")] {
        assert_eq!(post_json(&format!("/2/dm_conversations/{pair}/messages"), body).decode(), to(BEA));
    }
    let pictured = r#"{"attachments":[{"media_id":"1"}]}"#;
    let sent = post_json("/2/dm_conversations/with/7/messages", pictured).decode();
    assert_eq!(sent, Ok(SendMessage { to: UserId(7).into(), text: String::new() }.into()));
}

#[test]
fn messages_are_read_together_by_person_by_conversation_and_alone() {
    let page = PageRequest::first(100);
    let with = |with: Option<UserId>| Command::from(ListMessages { with: with.map(UserRef::from), page });
    assert_eq!(read("/2/dm_events"), with(None));
    assert_eq!(read("/2/dm_events?event_types=MessageCreate,ParticipantsJoin"), with(None));
    assert_eq!(read("/2/dm_conversations/with/7/dm_events"), with(Some(UserId(7))));
    assert_eq!(read(&format!("/2/dm_conversations/{AMY}-{BEA}/dm_events")), with(Some(BEA)));
    assert_eq!(read(&format!("/2/dm_conversations/{AMY}-{AMY}/dm_events")), with(Some(AMY)));
    let message = MessageId(7);
    assert_eq!(read("/2/dm_events/7"), ShowMessage { message }.into());
    assert_eq!(command(Method::Delete, "/2/dm_events/7"), DeleteMessage { message }.into());
}

#[test]
fn lists_are_made_filled_and_read() {
    let (id, list) = (ListId(7), ListRef::Id(ListId(7)));
    let made = |body: &str| post_json("/2/lists", body).decode();
    let create = |description: &str, private| {
        let (name, description) = ("Good".to_owned(), description.to_owned());
        Ok(CreateList { name, description, private }.into())
    };
    assert_eq!(made(r#"{"name":"Good"}"#), create("", false));
    assert_eq!(made(r#"{"name":"Good","description":"d","private":true}"#), create("d", true));
    let changed = |body: &str| amy(Method::Put, "/2/lists/7").body("application/json", body).decode();
    let none = UpdateList { list: ListRef::Id(id), name: None, description: None, private: None };
    assert_eq!(changed("{}"), Ok(none.clone().into()));
    assert_eq!(
        changed(r#"{"name":"Better"}"#),
        Ok(UpdateList { name: Some("Better".to_owned()), ..none.clone() }.into())
    );
    assert_eq!(
        changed(r#"{"description":"","private":false}"#),
        Ok(UpdateList { description: Some(String::new()), private: Some(false), ..none }.into())
    );
    assert_eq!(command(Method::Delete, "/2/lists/7"), DeleteList { list: list.clone() }.into());
    assert_eq!(read("/2/lists/7"), ShowList { list: list.clone() }.into());
    let user = UserRef::from(UserId(8));
    let added = post_json("/2/lists/7/members", r#"{"user_id":"8"}"#).decode();
    assert_eq!(added, Ok(AddMember { list: list.clone(), user: user.clone() }.into()));
    let removed = command(Method::Delete, "/2/lists/7/members/8");
    assert_eq!(removed, RemoveMember { list: list.clone(), user: user.clone() }.into());
    let page = PageRequest::first(100);
    assert_eq!(read("/2/lists/7/members"), ListMembers { list, page }.into());
    assert_eq!(read("/2/users/8/owned_lists"), ListOwned { user: user.clone(), page }.into());
    assert_eq!(read("/2/users/8/list_memberships"), ListMemberships { user, page }.into());
}

#[test]
fn every_field_and_expansion_is_taken_where_its_objects_are() {
    let posts = "post.fields=article,article_title,attachments,card_uri,community_id,context_annotations,conversation_id,\
                 created_at,display_text_range,edit_controls,entities,geo,id,lang,matched_media_notes,media_metadata,\
                 non_public_metrics,note_post,note_request_suggestions,organic_metrics,paid_partnership,\
                 possibly_sensitive,promoted_metrics,public_metrics,reply_settings,scopes,source,\
                 suggested_source_links,suggested_source_links_with_counts,text,withheld\
                 &expansions=article.cover_media,article.media_entities,attachments.media_keys,\
                 attachments.media_source_tweet,attachments.poll_ids,author_id,edit_history_post_ids,\
                 entities.mentions.username,geo.place_id,in_reply_to_user_id,referenced_posts,username\
                 &media.fields=alt_text,duration_ms,height,media_key,preview_image_url,type,url,variants,width\
                 &poll.fields=duration_minutes,end_datetime,id,options,voting_status\
                 &place.fields=contained_within,country,country_code,full_name,geo,id,name,place_type";
    let legacy = "expansions=referenced_tweets.id,referenced_tweets.id.author_id,edit_history_tweet_ids,\
                  referenced_tweets.id.attachments.media_keys&tweet.fields=referenced_tweets,in_reply_to_user_id";
    let home = of_amy("timelines/reverse_chronological");
    for path in ["/2/tweets/7", "/2/users/7/tweets", "/2/users/7/mentions", &home, "/2/users/7/liked_tweets"] {
        for query in [posts, legacy] {
            let target = format!("{path}?{query}");
            assert!(amy(Method::Get, &target).decode().is_ok(), "{target}");
        }
    }
    let messages = "dm_event.fields=attachments,created_at,dm_conversation_id,entities,event_type,id,participant_ids,\
                    referenced_tweets,sender_id,text&expansions=attachments.media_keys,participant_ids,\
                    referenced_posts,referenced_tweets.id,sender_id&media.fields=url&user.fields=id&tweet.fields=id";
    for path in ["/2/dm_events", "/2/dm_events/7", "/2/dm_conversations/with/7/dm_events"] {
        assert!(amy(Method::Get, &format!("{path}?{messages}")).decode().is_ok(), "{path}");
    }
    let lists = "list.fields=created_at,description,follower_count,id,member_count,name,owner_id,private\
                 &expansions=owner_id&user.fields=id";
    for path in ["/2/lists/7", "/2/users/7/owned_lists", "/2/users/7/list_memberships"] {
        assert!(amy(Method::Get, &format!("{path}?{lists}")).decode().is_ok(), "{path}");
    }
}

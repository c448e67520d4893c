"""The faces of X API v2, by python-twitter-v2, and of App.net, by adnpy; see faces.py."""

from faces import Face, Refused, done


class Pytwitter(Face):
    """pytwitter.Api of a person."""

    TITLE = "X API v2 through pytwitter.Api (python-twitter-v2)"
    KIND = "PyTwitterError"
    NO_FOLLOW = "403 You have been blocked from following this account at the request of the user."
    NO_MESSAGE = Refused(KIND, "403 You do not have permission to DM one or more participants.")
    BLOCKED = Refused(KIND, "403 You have been blocked from the author of this tweet.")
    NO_REPLY = Refused(KIND, "403 You attempted to reply to a Tweet that is deleted or not visible to you.")
    # A look at what is hidden is no failed request here: its status is 200, and only the library makes it an exception.
    HIDDEN = "Authorization Error: Sorry, you are not authorized to see the {} with id: [{}]."
    THEY = {
        "see": Refused(KIND, HIDDEN.format("Tweet", "{post}")),
        "posts": Refused(KIND, HIDDEN.format("user", "{other}")),
        "follow": Refused(KIND, NO_FOLLOW),
        "reply": NO_REPLY,
        "repost": BLOCKED,
        "like": BLOCKED,
        "message": NO_MESSAGE,
        "enlist": Refused(KIND, "403 You aren't allowed to add members to this list."),
    }
    YOU = {
        "see": THEY["see"],
        "posts": THEY["posts"],
        "follow": Refused(KIND, "403 You cannot follow this account because you have blocked it."),
        "reply": NO_REPLY,
        "repost": Refused(KIND, "403 You cannot retweet this Tweet because you have blocked its author."),
        "like": Refused(KIND, "403 You cannot like this Tweet because you have blocked its author."),
        "message": NO_MESSAGE,
    }

    def __init__(self, who, pen, harness):
        import pytwitter

        super().__init__(who, pen)
        pytwitter.Api.BASE_URL_V2 = harness.URL + "/2"
        self.api = pytwitter.Api(bearer_token=harness.token("oauth2-user", who))

    def words(self, error):
        told = error.message
        if isinstance(told, list):
            return f"{told[0]['title']}: {told[0]['detail']}"
        return f"{told['status']} {told['detail']}"

    @staticmethod
    def _id(answer):
        return answer.id

    @staticmethod
    def _shown(answer):
        return answer.data.id

    @staticmethod
    def _ids(answer):
        return [each.id for each in answer.data]

    @staticmethod
    def _relation(answer):
        status = answer["data"]["connection_status"]
        return [word for word in ("following", "followed_by") if word in status]

    def write(self, text):
        return self.call(self._id, "create_tweet", text=text)

    def see(self, post):
        return self.call(self._shown, "get_tweet", post)

    def posts(self, other):
        return self.call(self._ids, "get_timelines", other.id)

    def home(self):
        return self.call(self._ids, "get_timelines_reverse_chronological", self.who.id)

    def mentions(self):
        return self.call(self._ids, "get_mentions", self.who.id)

    def follow(self, other):
        return self.call(done, "follow_user", self.who.id, other.id)

    def relation(self, other):
        # The library has no place for this field in its models.
        options = {"user_fields": "connection_status", "return_json": True}
        return self.call(self._relation, "get_user", user_id=other.id, **options)

    def like(self, post):
        return self.call(done, "like_tweet", self.who.id, post)

    def repost(self, post):
        return self.call(done, "retweet_tweet", self.who.id, post)

    def reply(self, post):
        return self.call(done, "create_tweet", text="well", reply_in_reply_to_tweet_id=post)

    def message(self, other):
        return self.call(done, "create_message_to_participant", other.id, text="hello")

    def new_list(self):
        return self.call(self._id, "create_list", "people")

    def enlist(self, list, other):
        return self.call(done, "add_list_member", list_id=list, user_id=other.id)

    def tag(self, other):
        media = {"media_media_ids": ["1455952740635586573"], "media_tagged_user_ids": [other.id]}
        return self.call(self._id, "create_tweet", text="a picture", **media)

    def erase(self, post):
        return self.call(done, "delete_tweet", post)

    def block(self, other):
        return self.call(done, "block_user", self.who.id, other.id)

    def unblock(self, other):
        return self.call(done, "unblock_user", self.who.id, other.id)


class Adnpy(Face):
    """adnpy's client of a person."""

    TITLE, LACKS = "App.net through adnpy.API", ("enlist", "tag")
    GONE = Refused("AdnMissing", "Not Found: The requested post could not be found.")
    THEIRS = Refused("AdnPermissionDenied", "Forbidden: This user has blocked you.")
    OWN = Refused("AdnPermissionDenied", "Forbidden: You have blocked this user.")
    # Their timeline is not refused but empty. For the one who blocks it is a mute: what is asked for by name is shown.
    THEY = {
        "see": GONE, "posts": [], "follow": THEIRS, "reply": GONE, "repost": GONE, "like": GONE, "message": THEIRS,
    }
    YOU = {"follow": OWN, "reply": OWN, "repost": OWN, "like": OWN, "message": OWN}

    def __init__(self, who, pen, harness):
        import adnpy

        super().__init__(who, pen)
        bearer = harness.token("app-net-user", who)
        self.api = adnpy.API.build_api(api_root=harness.URL + "/stream/0", access_token=bearer)

    def words(self, error):
        # Its text ends with the number of the error, which is another each time.
        return error.args[0]

    @staticmethod
    def _id(answer):
        return str(answer[0].id)

    @staticmethod
    def _ids(answer):
        return [str(each.id) for each in answer[0]]

    @staticmethod
    def _relation(answer):
        user = answer[0]
        return [word for word, holds in (("following", user.you_follow), ("followed_by", user.follows_you)) if holds]

    def write(self, text):
        return self.call(self._id, "create_post", data={"text": text})

    def see(self, post):
        return self.call(self._id, "get_post", post)

    def posts(self, other):
        return self.call(self._ids, "users_posts", other.id)

    def home(self):
        return self.call(self._ids, "users_post_stream")

    def mentions(self):
        return self.call(self._ids, "users_mentioned_posts", "me")

    def follow(self, other):
        return self.call(done, "follow_user", other.id)

    def relation(self, other):
        return self.call(self._relation, "get_user", other.id)

    def like(self, post):
        return self.call(done, "star_post", post)

    def repost(self, post):
        return self.call(done, "repost_post", post)

    def reply(self, post):
        return self.call(done, "create_post", data={"text": "well", "reply_to": post})

    def message(self, other):
        return self.call(done, "create_message", "pm", data={"text": "hello", "destinations": [other.id]})

    def block(self, other):
        return self.call(done, "block_user", other.id)

    def unblock(self, other):
        return self.call(done, "unblock_user", other.id)

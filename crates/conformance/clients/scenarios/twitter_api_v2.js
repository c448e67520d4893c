// twitter-api-v2 1.29 for Node, its v2 half. Its iterators stop when the headers say that no call is left.
'use strict';

const http = require('node:http');
const { TwitterApi, ApiResponseError } = require('twitter-api-v2');
const { URL, NOBODY, person, crowd, token, signed, check, eq, rejects, window, run } = require('../lib/harness.js');

function client(tokens) {
  const made = new TwitterApi(tokens, { httpAgent: new http.Agent({ keepAlive: true }) });
  made.v2.setPrefix(`${URL}/2/`);
  return made.v2;
}

const status = async call => (await rejects(ApiResponseError, call)).code;
const ids = people => people.map(someone => someone.id);

const [me, bob, odd] = [person(), person(), person('Zoë "Z" O\'Neil <&> 🐦')];
const keys = signed(me);
const api = client(keys);
const bearer = client(token('oauth2-user', me));

check('me_is_known', async () => {
  eq((await api.me()).data.id, me.id);
  const { data } = await bearer.me({ 'user.fields': ['created_at', 'public_metrics'] });
  eq([data.username, data.public_metrics.followers_count], [me.username, 0]);
});

check('block', async () => eq((await api.block(me.id, bob.id)).data, { blocking: true }));

check('block_again', async () => eq((await bearer.block(me.id, bob.id)).data, { blocking: true }));

check('list_of_blocked', async () => {
  const found = await api.userBlockingUsers(me.id, { 'user.fields': 'created_at' });
  eq([ids(found.users), found.meta.result_count, found.done], [[bob.id], 1, true]);
});

check('unblock', async () => {
  eq((await bearer.unblock(me.id, bob.id)).data, { blocking: false });
  eq((await api.userBlockingUsers(me.id)).meta, { result_count: 0 });
});

check('unblock_again', async () => eq((await api.unblock(me.id, bob.id)).data, { blocking: false }));

check('pages', async () => {
  const many = crowd(5), found = [];
  for (const someone of many) await api.block(me.id, someone.id);
  for await (const user of await api.userBlockingUsers(me.id, { max_results: 2 })) found.push(user.id);
  eq(found, ids(many).reverse());
  const rest = await api.userBlockingUsers(me.id, { max_results: 2 });
  await rest.fetchLast(100);
  eq(ids(rest.users), found);
});

check('pages_back', async () => {
  const first = await api.userBlockingUsers(me.id, { max_results: 3 });
  const second = await first.next();
  eq(second.users.length, 2);
  eq(ids((await second.previous()).users), ids(first.users));
});

check('lookup', async () => {
  eq((await api.userByUsername(bob.username.toUpperCase())).data.id, bob.id);
  const found = await api.users([bob.id, odd.id, NOBODY]);
  eq([ids(found.data), found.errors.map(error => error.resource_id)], [[bob.id, odd.id], [NOBODY]]);
  eq(ids((await api.usersByUsernames([odd.username, bob.username])).data), [odd.id, bob.id]);
});

check('lookup_missing', async () => {
  const found = await api.user(NOBODY);
  eq([found.data, found.errors.map(error => error.title)], [undefined, ['Not Found Error']]);
});

check('connections', async () => {
  await api.block(me.id, bob.id);
  const found = await api.users([bob.id, odd.id], { 'user.fields': 'connection_status' });
  eq(found.data.map(user => user.connection_status), [['blocking'], []]);
});

check('mute', async () => {
  eq((await api.mute(me.id, odd.id)).data, { muting: true });
  eq(ids((await api.userMutingUsers(me.id)).users), [odd.id]);
});

check('unmute', async () => eq((await api.unmute(me.id, odd.id)).data, { muting: false }));

check('follow', async () => eq((await api.follow(me.id, odd.id)).data, { following: true, pending_follow: false }));

check('unfollow', async () => eq((await api.unfollow(me.id, odd.id)).data, { following: false }));

check('follow_when_blocked', async () => eq(await status(() => client(signed(bob)).follow(bob.id, me.id)), 403));

check('dm_block', async () => {
  await api.post(`users/${odd.id}/dm/block`);
  const found = await client(signed(odd)).user(me.id, { 'user.fields': 'receives_your_dm' });
  eq(found.data.receives_your_dm, false);
});

check('dm_unblock', async () => {
  await api.post(`users/${odd.id}/dm/unblock`);
  const found = await client(signed(odd)).user(me.id, { 'user.fields': 'receives_your_dm' });
  eq(found.data.receives_your_dm, true);
});

check('words_of_tweets', async () => {
  const found = await api.userByUsername('amy', { expansions: 'pinned_tweet_id', 'tweet.fields': 'author_id' });
  eq(found.includes.tweets.map(tweet => tweet.author_id), [found.data.id]);
});

check('words_of_posts', async () => {
  const found = await api.get('users/by/username/amy', { expansions: 'pinned_post_id', 'post.fields': 'author_id' });
  eq(found.includes.posts.map(post => post.id), [found.data.pinned_post_id]);
});

check('odd_names', async () => eq((await api.user(odd.id)).data.name, odd.name));

check('odd_parameters', async () => {
  const who = person(), fresh = client(signed(who));
  for (const text of ['a b', '100%', 'a+b', "!*'()", 'é🐦', 'a&b=c']) {
    eq(await status(() => fresh.userBlockingUsers(who.id, { pagination_token: text })), 400);
  }
});

check('yourself', async () => eq(await status(() => api.block(me.id, me.id)), 400));

check('of_others', async () => eq(await status(() => api.block(bob.id, odd.id)), 400));

check('window_headers', async () => {
  const who = person(), fresh = client(token('oauth2-user', who));
  for (const remaining of [14, 13]) window((await fresh.userBlockingUsers(who.id)).rateLimit, 15, remaining);
});

check('unauthorized', async () => {
  const error = await rejects(ApiResponseError, () => client('wrong').me());
  eq([error.code, error.isAuthError, error.data.title], [401, true, 'Unauthorized']);
  eq(await status(() => client({ ...keys, accessSecret: 'wrong' }).me()), 401);
});

check('app_alone', async () => {
  const app = client(token('app-only'));
  eq((await app.user(bob.id)).data.id, bob.id);
  eq(await status(() => app.me()), 403);
});

check('scope_missing', async () => {
  const half = client(token('oauth2-user', me, ['tweet.read', 'users.read', 'block.read']));
  eq((await half.me()).data.id, me.id);
  eq(await status(() => half.block(me.id, odd.id)), 403);
});

check('not_found', async () => {
  eq(await status(() => api.block(me.id, NOBODY)), 404);
  eq(await status(() => api.mute(me.id, NOBODY)), 404);
});

check('rate_limited', async () => {
  const who = person(), fresh = client(signed(who));
  for (let call = 0; call < 15; call++) await fresh.userBlockingUsers(who.id);
  const error = await rejects(ApiResponseError, () => fresh.userBlockingUsers(who.id));
  eq([error.code, error.rateLimitError], [429, true]);
  window(error.rateLimit, 15, 0);
});

run();

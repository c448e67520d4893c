// twitter-api-v2 1.29 for Node, its v1.1 half: posts, timelines, lists and messages.
'use strict';

const http = require('node:http');
const { TwitterApi, ApiResponseError } = require('twitter-api-v2');
const { URL, NOBODY, person, crowd, signed, check, eq, rejects, run } = require('../lib/harness.js');

function apiOf(who) {
  const made = new TwitterApi(signed(who), { httpAgent: new http.Agent({ keepAlive: true }) });
  made.v1.setPrefix(`${URL}/1.1/`);
  return made.v1;
}

// Status and first code of the error that the call ends with.
async function code(call) {
  const error = await rejects(ApiResponseError, call);
  return [error.code, error.errors[0].code];
}

const ids = found => found.map(each => each.id_str);
const all = async pages => { const found = []; for await (const each of pages) found.push(each); return found; };

const [me, bob, fan] = crowd(3);
const [api, bobs, fans] = [me, bob, fan].map(apiOf);
const many = [];
const post = async (by, text, more) => (await by.tweet(text, more)).id_str;

check('write', async () => {
  for (let number = 0; number < 12; number++) many.push(await post(api, `number ${number}`));
  const made = await post(api, `one @${bob.username} #tag é🐦 100% a+b`);
  const found = await bobs.singleTweet(made);
  eq([found.user.id_str, found.full_text], [me.id, `one @${bob.username} #tag é🐦 100% a+b`]);
  eq(found.entities.user_mentions.map(each => each.id_str), [bob.id]);
  await api.deleteTweet(made);
});

check('delete', async () => {
  const made = await post(api, 'soon gone');
  eq((await api.deleteTweet(made)).id_str, made);
  eq(await code(() => api.singleTweet(made)), [404, 144]);
});

check('posts_by_id', async () => {
  eq(ids(await bobs.tweets([many[0], NOBODY, many[1]])).sort(), many.slice(0, 2));
  eq((await bobs.tweets([many[0], NOBODY], { map: true })).id[NOBODY], null);
});

check('answer', async () => {
  const made = await bobs.reply(`@${me.username} yes`, many[0]);
  eq([made.in_reply_to_status_id_str, made.in_reply_to_screen_name], [many[0], me.username]);
});

check('not_your_post', async () => eq(await code(() => bobs.deleteTweet(many[0])), [403, 183]));

check('timeline_pages', async () => {
  eq(ids(await all(await api.userTimeline(me.id, { count: 5 }))), many.slice().reverse());
});

check('timeline_between', async () => {
  const found = await api.userTimeline(me.id, { since_id: many[5], max_id: many[8] });
  eq(ids(found.tweets), [many[8], many[7], many[6]]);
});

check('home', async () => {
  const reader = apiOf(person());
  await reader.createFriendship({ user_id: me.id });
  eq(ids((await reader.homeTimeline({ count: 5 })).tweets), many.slice(-5).reverse());
});

check('mute_hides', async () => {
  const reader = apiOf(person());
  await reader.createFriendship({ user_id: me.id });
  await reader.post('mutes/users/create.json', { user_id: me.id });
  eq((await reader.homeTimeline()).tweets, []);
  eq(ids((await reader.userTimeline(me.id, { count: 1 })).tweets), many.slice(-1));
});

check('mentions', async () => {
  const made = await post(fans, `hello @${bob.username}`);
  eq(ids((await bobs.mentionTimeline({ count: 1 })).tweets), [made]);
});

check('like', async () => {
  eq((await bobs.post('favorites/create.json', { id: many[3] })).favorited, true);
  eq(ids((await fans.favoriteTimeline(bob.id)).tweets), [many[3]]);
  eq(await code(() => bobs.post('favorites/create.json', { id: many[3] })), [403, 139]);
});

check('unlike', async () => {
  eq((await bobs.post('favorites/destroy.json', { id: many[3] })).favorited, false);
  eq((await bobs.favoriteTimeline(bob.id)).tweets, []);
});

check('repost', async () => {
  const made = await bobs.post('statuses/retweet/:id.json', undefined, { params: { id: many[4] } });
  eq(made.retweeted_status.id_str, many[4]);
  eq((await api.get('statuses/retweeters/ids.json', { id: many[4], stringify_ids: true })).ids, [bob.id]);
});

check('unrepost', async () => {
  await bobs.post('statuses/unretweet/:id.json', undefined, { params: { id: many[4] } });
  eq((await api.get('statuses/retweeters/ids.json', { id: many[4] })).ids, []);
});

check('follows_of_others', async () => {
  const star = person(), others = crowd(3);
  for (const someone of others) await apiOf(someone).createFriendship({ user_id: star.id });
  const expected = others.map(someone => someone.id).sort();
  eq((await all(await api.userFollowerIds({ user_id: star.id, count: 2, stringify_ids: true }))).sort(), expected);
  eq(ids(await all(await api.userFollowerList({ user_id: star.id, count: 2 }))).sort(), expected);
  eq(ids((await api.userFriendList({ user_id: others[0].id })).users), [star.id]);
});

check('follow_requests', async () => {
  const shy = person(undefined, true), asker = person();
  await apiOf(asker).createFriendship({ user_id: shy.id });
  eq((await apiOf(shy).friendshipsIncoming({ stringify_ids: true })).ids, [asker.id]);
  eq((await apiOf(asker).friendshipsOutgoing({ stringify_ids: true })).ids, [shy.id]);
});

check('hidden_reposts', async () => {
  await fans.createFriendship({ user_id: bob.id });
  eq((await fans.updateFriendship({ user_id: bob.id, retweets: false })).relationship.source.want_retweets, false);
  eq(await fans.friendshipsNoRetweets(), [bob.id]);
});

check('search_people', async () => eq(ids((await api.searchUsers(fan.username)).users), [fan.id]));

check('lists', async () => {
  const made = await api.createList({ name: 'Good people', mode: 'private', description: 'few' });
  eq([made.name, made.mode, made.description], ['Good people', 'private', 'few']);
  eq((await api.updateList({ list_id: made.id_str, description: 'many' })).description, 'many');
  eq((await api.list({ owner_id: me.id, slug: made.slug })).id_str, made.id_str);
  eq(ids((await api.listOwnerships()).lists), [made.id_str]);
  await api.removeList({ list_id: made.id_str });
  eq(await api.lists(), []);
});

check('list_members', async () => {
  const made = (await api.createList({ name: 'Members' })).id_str;
  for (const someone of [bob, fan]) await api.addListMembers({ list_id: made, user_id: someone.id });
  eq(ids(await all(await api.listMembers({ list_id: made, count: 1 }))).sort(), [bob.id, fan.id].sort());
  eq(ids((await fans.listMemberships()).lists), [made]);
  await api.removeListMembers({ list_id: made, user_id: bob.id });
  eq(await code(() => api.listGetMember({ list_id: made, user_id: bob.id })), [404, 109]);
});

check('messages', async () => {
  const sent = (await api.sendDm({ recipient_id: bob.id, text: 'between us' })).event.id;
  const answered = (await bobs.sendDm({ recipient_id: me.id, text: 'yes' })).event.id;
  eq((await all(await api.listDmEvents({ count: 1 }))).map(each => each.id), [answered, sent]);
  eq((await bobs.getDmEvent(sent)).event.message_create.sender_id, me.id);
});

check('message_gone', async () => {
  const sent = (await api.sendDm({ recipient_id: fan.id, text: 'soon gone' })).event.id;
  await api.deleteDm(sent);
  eq((await api.listDmEvents()).events.some(each => each.id === sent), false);
});

check('see_when_blocked', async () => {
  const shut = person();
  await api.post('blocks/create.json', { user_id: shut.id });
  eq(await code(() => apiOf(shut).singleTweet(many[0])), [401, 136]);
  eq(await code(() => apiOf(shut).userTimeline(me.id)), [401, 136]);
});

check('act_when_blocked', async () => {
  const shut = person();
  await api.post('blocks/create.json', { user_id: shut.id });
  const theirs = apiOf(shut), own = (await theirs.createList({ name: 'own' })).id_str;
  eq(await code(() => theirs.post('favorites/create.json', { id: many[0] })), [401, 136]);
  eq(await code(() => theirs.reply('x', many[0])), [401, 136]);
  eq(await code(() => theirs.sendDm({ recipient_id: me.id, text: 'x' })), [403, 349]);
  eq(await code(() => theirs.addListMembers({ list_id: own, user_id: me.id })), [403, 104]);
});

run();

// twitter-api-v2 1.29 for Node, its v2 half: posts, timelines, lists and messages.
'use strict';

const http = require('node:http');
const { TwitterApi, ApiResponseError } = require('twitter-api-v2');
const { URL, NOBODY, person, crowd, signed, check, eq, rejects, run } = require('../lib/harness.js');

function clientOf(who) {
  const made = new TwitterApi(signed(who), { httpAgent: new http.Agent({ keepAlive: true }) });
  made.v2.setPrefix(`${URL}/2/`);
  return made.v2;
}

const status = async call => (await rejects(ApiResponseError, call)).code;
const ids = found => (found ?? []).map(each => each.id);
const all = async pages => { const found = []; for await (const each of pages) found.push(each.id); return found; };
const write = async (by, text, more) => (await by.tweet(text, more)).data.id;

const [me, bob, fan] = crowd(3);
const [api, bobs, fans] = [me, bob, fan].map(clientOf);
const many = [];

check('write', async () => {
  for (let number = 0; number < 12; number++) many.push(await write(api, `number ${number}`));
  const made = await write(api, `one @${bob.username} #tag é🐦`);
  const found = await bobs.singleTweet(made, { 'tweet.fields': ['author_id', 'entities'], expansions: ['author_id'] });
  eq([found.data.id, found.data.author_id, found.data.text], [made, me.id, `one @${bob.username} #tag é🐦`]);
  eq(found.data.entities.mentions.map(each => each.username), [bob.username]);
  eq(ids(found.includes.users), [me.id]);
  await api.deleteTweet(made);
});

check('delete', async () => {
  const made = await write(api, 'soon gone');
  eq((await api.deleteTweet(made)).data, { deleted: true });
  const found = await api.singleTweet(made);
  eq([found.data, found.errors[0].title], [undefined, 'Not Found Error']);
});

check('posts_by_id', async () => {
  const found = await bobs.tweets([many[0], NOBODY, many[1]]);
  eq([ids(found.data).sort(), found.errors.map(error => error.value)], [many.slice(0, 2), [NOBODY]]);
});

check('answer', async () => {
  const made = (await bobs.reply('yes', many[0])).data.id;
  const fields = ['referenced_tweets', 'conversation_id', 'in_reply_to_user_id'];
  const { data } = await bobs.singleTweet(made, { 'tweet.fields': fields });
  eq(data.referenced_tweets, [{ type: 'replied_to', id: many[0] }]);
  eq([data.conversation_id, data.in_reply_to_user_id], [many[0], me.id]);
});

check('quote', async () => {
  const made = (await bobs.quote('look', many[1])).data.id;
  eq(ids((await fans.quotes(many[1])).tweets), [made]);
});

check('not_your_post', async () => eq(await status(() => bobs.deleteTweet(many[0])), 403));

check('timeline_pages', async () => {
  eq(await all(await api.userTimeline(me.id, { max_results: 5 })), many.slice().reverse());
});

check('timeline_between', async () => {
  const found = await api.userTimeline(me.id, { since_id: many[5], until_id: many[9] });
  eq(ids(found.tweets), [many[8], many[7], many[6]]);
});

check('home', async () => {
  const who = person(), reader = clientOf(who);
  await reader.follow(who.id, me.id);
  // Its own homeTimeline() asks who it is at the real host, whatever the prefix.
  const path = 'users/:id/timelines/reverse_chronological';
  const { data } = await reader.get(path, { max_results: 5 }, { params: { id: who.id } });
  eq(ids(data), many.slice(-5).reverse());
});

check('mute_hides', async () => {
  const who = person(), reader = clientOf(who);
  await reader.follow(who.id, me.id);
  await reader.mute(who.id, me.id);
  eq((await reader.get('users/:id/timelines/reverse_chronological', {}, { params: { id: who.id } })).meta, { result_count: 0 });
  eq(ids((await reader.userTimeline(me.id, { max_results: 5 })).tweets), many.slice(-5).reverse());
});

check('mentions', async () => {
  const made = await write(fans, `hello @${bob.username}`);
  eq(ids((await bobs.userMentionTimeline(bob.id, { max_results: 5 })).tweets)[0], made);
});

check('like', async () => {
  eq((await bobs.like(bob.id, many[3])).data, { liked: true });
  eq(ids((await bobs.userLikedTweets(bob.id)).tweets), [many[3]]);
  eq(ids((await api.tweetLikedBy(many[3])).data), [bob.id]);
});

check('unlike', async () => {
  eq((await bobs.unlike(bob.id, many[3])).data, { liked: false });
  eq(ids((await bobs.userLikedTweets(bob.id)).tweets), []);
});

check('repost', async () => {
  eq((await bobs.retweet(bob.id, many[4])).data.retweeted, true);
  eq(ids((await api.tweetRetweetedBy(many[4])).data), [bob.id]);
});

check('unrepost', async () => {
  eq((await bobs.unretweet(bob.id, many[4])).data, { retweeted: false });
  eq(ids((await api.tweetRetweetedBy(many[4])).data), []);
});

check('follows_of_others', async () => {
  const star = person(), others = crowd(3);
  for (const someone of others) await clientOf(someone).follow(someone.id, star.id);
  const found = await all(await api.followers(star.id, { max_results: 2, asPaginator: true }));
  eq(found.sort(), ids(others).sort());
  eq(ids((await api.following(others[0].id)).data), [star.id]);
});

check('search_people', async () => eq(ids((await api.get('users/search', { query: fan.username })).data), [fan.id]));

check('lists', async () => {
  const made = (await api.createList({ name: 'Good people', description: 'few', private: true })).data.id;
  eq((await api.updateList(made, { description: 'many' })).data, { updated: true });
  const { data } = await api.list(made, { 'list.fields': ['description', 'private', 'member_count'] });
  eq([data.name, data.description, data.private, data.member_count], ['Good people', 'many', true, 0]);
  eq(ids((await api.listsOwned(me.id)).lists), [made]);
  eq((await api.removeList(made)).data, { deleted: true });
  eq(ids((await api.listsOwned(me.id)).lists), []);
});

check('list_members', async () => {
  const made = (await api.createList({ name: 'Members' })).data.id;
  for (const someone of [bob, fan]) eq((await api.addListMember(made, someone.id)).data, { is_member: true });
  eq((await all(await api.listMembers(made, { max_results: 1 }))).sort(), [bob.id, fan.id].sort());
  eq(ids((await fans.listMemberships(fan.id)).lists), [made]);
  eq((await api.removeListMember(made, bob.id)).data, { is_member: false });
  eq(ids((await api.listMembers(made)).users), [fan.id]);
});

check('messages', async () => {
  // Its types leave out the `data` around what is answered.
  const { data: sent } = await api.sendDmToParticipant(bob.id, { text: 'between us' });
  const { data: answered } = await bobs.sendDmInConversation(sent.dm_conversation_id, { text: 'yes' });
  const expected = [answered.dm_event_id, sent.dm_event_id];
  eq(await all(await api.listDmEvents({ max_results: 1 })), expected);
  eq(ids((await bobs.listDmEventsWithParticipant(me.id)).events), expected);
  eq(ids((await bobs.listDmEventsOfConversation(sent.dm_conversation_id)).events), expected);
});

check('message_gone', async () => {
  const sent = (await api.sendDmToParticipant(fan.id, { text: 'soon gone' })).data.dm_event_id;
  eq((await api.delete(`dm_events/${sent}`)).data, { deleted: true });
  eq(ids((await api.listDmEvents()).events).includes(sent), false);
});

check('message_when_dm_blocked', async () => {
  const shut = person(), theirs = clientOf(shut);
  await api.post(`users/${shut.id}/dm/block`);
  eq(await status(() => theirs.sendDmToParticipant(me.id, { text: 'x' })), 403);
  eq(await status(() => api.sendDmToParticipant(shut.id, { text: 'x' })), 403);
  // It is no block of everything.
  eq((await theirs.singleTweet(many[0])).data.id, many[0]);
});

check('see_when_blocked', async () => {
  const shut = person(), theirs = clientOf(shut);
  await api.block(me.id, shut.id);
  const found = await theirs.singleTweet(many[0]);
  eq([found.data, found.errors[0].title], [undefined, 'Authorization Error']);
  eq((await theirs.userTimeline(me.id)).errors[0].title, 'Authorization Error');
});

check('act_when_blocked', async () => {
  const shut = person(), theirs = clientOf(shut);
  await api.block(me.id, shut.id);
  const own = (await theirs.createList({ name: 'own' })).data.id;
  eq(await status(() => theirs.like(shut.id, many[0])), 403);
  eq(await status(() => theirs.retweet(shut.id, many[0])), 403);
  eq(await status(() => theirs.reply('x', many[0])), 403);
  eq(await status(() => theirs.sendDmToParticipant(me.id, { text: 'x' })), 403);
  eq(await status(() => theirs.addListMember(own, me.id)), 403);
});

run();

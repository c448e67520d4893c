// twitter-api-v2 1.29 for Node, its v1.1 half: typed calls where it has them, its own get and post where not.
'use strict';

const http = require('node:http');
const { TwitterApi, ApiResponseError } = require('twitter-api-v2');
const { URL, NOBODY, person, crowd, token, signed, check, eq, rejects, window, run } = require('../lib/harness.js');

function client(tokens) {
  const made = new TwitterApi(tokens, { httpAgent: new http.Agent({ keepAlive: true }) });
  made.v1.setPrefix(`${URL}/1.1/`);
  return made.v1;
}

// Status and first code of the error that the call ends with.
async function code(call) {
  const error = await rejects(ApiResponseError, call);
  return [error.code, error.errors[0].code];
}

const [me, bob, odd] = [person(), person(), person('Zoë "Z" O\'Neil <&> 🐦')];
const keys = signed(me);
const api = client(keys);
const block = parameters => api.post('blocks/create.json', parameters);
const blocked = parameters => api.get('blocks/list.json', parameters);

check('me_is_known', async () => {
  const found = await api.verifyCredentials({ include_email: true });
  eq([found.id_str, found.screen_name], [me.id, me.username]);
});

check('block', async () => eq((await block({ user_id: bob.id })).id_str, bob.id));

check('block_again', async () => eq((await block({ screen_name: bob.username, skip_status: true })).id_str, bob.id));

check('list_of_blocked', async () => eq((await blocked()).users.map(user => user.id_str), [bob.id]));

check('ids_as_text', async () => eq((await api.get('blocks/ids.json', { stringify_ids: true })).ids, [bob.id]));

check('unblock', async () => {
  eq((await api.post('blocks/destroy.json', { user_id: bob.id })).id_str, bob.id);
  eq((await blocked()).users, []);
});

check('unblock_again', async () => eq((await api.post('blocks/destroy.json', { screen_name: bob.username })).id_str, bob.id));

check('pages', async () => {
  const many = crowd(25);
  for (const someone of many) await block({ user_id: someone.id });
  const found = [];
  let cursor = '-1';
  do {
    const page = await blocked({ cursor });
    found.push(...page.users.map(user => user.id_str));
    cursor = page.next_cursor_str;
  } while (cursor !== '0');
  eq(found, many.map(someone => someone.id).reverse());
});

check('pages_back', async () => {
  const first = await blocked();
  const second = await blocked({ cursor: first.next_cursor_str });
  const again = await blocked({ cursor: second.previous_cursor_str });
  eq(again.users.map(user => user.id_str), first.users.map(user => user.id_str));
  eq([first.previous_cursor_str, second.next_cursor_str, again.previous_cursor_str], ['0', '0', '0']);
});

check('lookup', async () => {
  eq((await api.user({ screen_name: bob.username })).id_str, bob.id);
  const found = await api.users({ user_id: [bob.id, odd.id, NOBODY] });
  eq(found.map(user => user.id_str), [bob.id, odd.id]);
});

check('lookup_missing', async () => {
  eq(await code(() => api.user({ user_id: NOBODY })), [404, 50]);
  eq(await code(() => api.users({ user_id: NOBODY })), [404, 17]);
});

check('relation', async () => {
  await block({ user_id: bob.id });
  const { source } = (await api.friendship({ source_id: me.id, target_screen_name: bob.username })).relationship;
  eq([source.blocking, source.following, source.can_dm], [true, false, false]);
});

check('connections', async () => {
  const found = await api.friendships({ user_id: [bob.id, odd.id] });
  eq(found.map(each => each.connections), [['blocking'], ['none']]);
});

check('mute', async () => {
  eq((await api.post('mutes/users/create.json', { user_id: odd.id })).id_str, odd.id);
  eq((await api.listMutedUsers()).users.map(user => user.id_str), [odd.id]);
  eq((await api.listMutedUserIds({ stringify_ids: true })).ids, [odd.id]);
});

check('unmute', async () => {
  eq((await api.post('mutes/users/destroy.json', { user_id: odd.id })).id_str, odd.id);
  eq(await code(() => api.post('mutes/users/destroy.json', { user_id: odd.id })), [403, 272]);
});

check('mute_pages', async () => {
  const many = crowd(51);
  for (const someone of many) await api.post('mutes/users/create.json', { user_id: someone.id });
  const found = [];
  for await (const user of await api.listMutedUsers()) found.push(user.id_str);
  eq(found, many.map(someone => someone.id).reverse());
});

check('follow', async () => eq((await api.createFriendship({ user_id: odd.id })).following, true));

check('unfollow', async () => eq((await api.destroyFriendship({ screen_name: odd.username })).following, false));

check('follow_when_blocked', async () => {
  eq(await code(() => client(signed(bob)).createFriendship({ user_id: me.id })), [403, 162]);
});

check('report_spam', async () => {
  const spammer = person();
  eq((await api.reportUserAsSpam({ user_id: spammer.id, perform_block: true })).id_str, spammer.id);
  eq((await api.friendships({ user_id: spammer.id }))[0].connections, ['blocking']);
});

check('odd_names', async () => eq((await api.user({ user_id: odd.id })).name, odd.name));

check('odd_parameters', async () => {
  for (const text of ['a b', '100%', 'a+b', '~-._', "!*'()", 'é🐦', 'a&b=c#d?e/f', ';,:@$']) {
    eq(await code(() => api.user({ screen_name: text })), [404, 50]);
    eq(await code(() => block({ screen_name: text })), [404, 50]);
  }
});

check('yourself', async () => eq(await code(() => block({ user_id: me.id })), [403, 147]));

check('window_headers', async () => {
  const fresh = client(signed(person()));
  for (const remaining of [14, 13]) {
    window((await fresh.get('blocks/ids.json', {}, { fullResponse: true })).rateLimit, 15, remaining);
  }
});

check('window_status', async () => {
  const fresh = client(signed(person()));
  await fresh.get('blocks/ids.json');
  const { resources } = await fresh.rateLimitStatuses('blocks');
  eq([Object.keys(resources), resources.blocks['/blocks/ids'].remaining], [['blocks'], 14]);
});

check('unauthorized', async () => {
  eq(await code(() => client({ ...keys, accessSecret: 'wrong' }).verifyCredentials()), [401, 32]);
  eq(await code(() => client({ ...keys, accessToken: `${me.id}-unknown` }).verifyCredentials()), [401, 89]);
});

check('app_alone', async () => {
  const app = client(token('app-only'));
  eq((await app.user({ user_id: bob.id })).id_str, bob.id);
  eq(await code(() => app.verifyCredentials()), [403, 220]);
});

check('not_found', async () => {
  for (const path of ['blocks/create.json', 'blocks/destroy.json', 'mutes/users/create.json']) {
    eq(await code(() => api.post(path, { user_id: NOBODY })), [404, 50]);
  }
});

check('rate_limited', async () => {
  const fresh = client(signed(person()));
  for (let call = 0; call < 15; call++) await fresh.get('blocks/ids.json');
  const error = await rejects(ApiResponseError, () => fresh.get('blocks/ids.json'));
  eq([error.rateLimitError, error.errors[0].code], [true, 88]);
  window(error.rateLimit, 15, 0);
});

run();

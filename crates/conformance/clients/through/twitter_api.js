// twitter-api-v2 (v1.1 and v2), without a prefix or an agent: https is compiled in.
const assert = require('assert');
const { TwitterApi } = require('twitter-api-v2');

const { env } = process;
const api = new TwitterApi({
  appKey: env.CONSUMER_KEY, appSecret: env.CONSUMER_SECRET, accessToken: env.ACCESS_TOKEN, accessSecret: env.ACCESS_SECRET,
});
const blocked = async () => (await api.v2.userBlockingUsers(env.SELF_ID)).users.map((user) => user.id);

(async () => {
  await api.v2.block(env.SELF_ID, env.TARGET_ID);
  assert((await blocked()).includes(env.TARGET_ID));
  const ids = await api.v1.get('blocks/ids.json', { stringify_ids: true });
  assert(ids.ids.includes(env.TARGET_ID));
  await api.v2.unblock(env.SELF_ID, env.TARGET_ID);
  assert(!(await blocked()).includes(env.TARGET_ID));
})().catch((error) => { console.error(error); process.exit(1); });

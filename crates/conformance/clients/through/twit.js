// twit (v1.1): https://api.twitter.com is compiled in.
const assert = require('assert');
const Twit = require('twit');

const { env } = process;
const api = new Twit({
  consumer_key: env.CONSUMER_KEY, consumer_secret: env.CONSUMER_SECRET,
  access_token: env.ACCESS_TOKEN, access_token_secret: env.ACCESS_SECRET,
});
const blocked = async () => (await api.get('blocks/list')).data.users.map((user) => user.screen_name);

(async () => {
  const target = env.TARGET_NAME;
  assert.strictEqual((await api.post('blocks/create', { screen_name: target })).data.screen_name, target);
  assert((await blocked()).includes(target));
  assert.strictEqual((await api.post('blocks/destroy', { screen_name: target })).data.screen_name, target);
  assert(!(await blocked()).includes(target));
})().catch((error) => { console.error(error); process.exit(1); });

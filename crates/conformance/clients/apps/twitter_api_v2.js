// A web app whose users sign in by twitter-api-v2, in every way that it has.
'use strict';

const { TwitterApi } = require('twitter-api-v2');
const serve = require('./web');

// OTHER is whom its users have blocked for them.
const { KEY: appKey, SECRET: appSecret, PUBLIC: publicId, OTHER } = process.env;
const SCOPES = ['tweet.read', 'users.read', 'block.read', 'block.write', 'offline.access'];

// Asks who it is, blocks, lists and unblocks, by four calls of a client.
async function uses({ who, block, blocked, unblock }) {
  const me = await who();
  await block(me, OTHER);
  const during = await blocked(me);
  await unblock(me, OTHER);
  return { me, during, after: await blocked(me) };
}

const v1 = ({ v1 }) => uses({
  who: async () => (await v1.verifyCredentials()).id_str,
  block: (me, other) => v1.post('blocks/create.json', { user_id: other }),
  blocked: async () => (await v1.get('blocks/ids.json', { stringify_ids: true })).ids,
  unblock: (me, other) => v1.post('blocks/destroy.json', { user_id: other }),
});
const v2 = ({ v2 }) => uses({
  who: async () => (await v2.me()).data.id,
  block: (me, other) => v2.block(me, other),
  blocked: async me => (await v2.userBlockingUsers(me)).users.map(user => user.id),
  unblock: (me, other) => v2.unblock(me, other),
});

// The same by the tokens that the app kept in the session.
const pending = ({ session }) => new TwitterApi({
  appKey, appSecret, accessToken: session.asked.oauth_token, accessSecret: session.asked.oauth_token_secret,
});

serve((app, url) => {
  app.get('/oauth1', async (request, response) => {
    const { link: linkMode, forceLogin, screenName } = request.query;
    const client = new TwitterApi({ appKey, appSecret });
    request.session.asked = await client.generateAuthLink(`${url}/oauth1/back`, { linkMode, forceLogin, screenName });
    response.redirect(request.session.asked.url);
  });
  app.get('/oauth1/back', async (request, response) => {
    const { oauth_token, oauth_verifier, denied } = request.query;
    if (denied) return response.json({ denied: denied === request.session.asked.oauth_token });
    if (oauth_token !== request.session.asked.oauth_token) throw new Error('another request token');
    const { client, userId } = await pending(request).login(oauth_verifier);
    response.json({ userId, ...await v1(client) });
  });

  app.get('/pin', async (request, response) => {
    request.session.asked = await new TwitterApi({ appKey, appSecret }).generateAuthLink('oob', { linkMode: 'authorize' });
    response.json(request.session.asked.url);
  });
  app.get('/pin/:pin', async (request, response) => {
    const { client, userId } = await pending(request).login(request.params.pin);
    response.json({ userId, ...await v1(client) });
  });

  const mine = request => new TwitterApi(
    request.session.public ? { clientId: publicId } : { clientId: appKey, clientSecret: appSecret },
  );
  app.get('/oauth2', (request, response) => {
    request.session.public = request.query.kind === 'public';
    request.session.asked = mine(request).generateOAuth2AuthLink(`${url}/oauth2/back`, { scope: SCOPES });
    response.redirect(request.session.asked.url);
  });
  app.get('/oauth2/back', async (request, response) => {
    const { code, state, error } = request.query;
    const { codeVerifier, state: own } = request.session.asked;
    if (state !== own) throw new Error('another state');
    if (error) return response.json({ error });
    const first = await mine(request).loginWithOAuth2({ code, codeVerifier, redirectUri: `${url}/oauth2/back` });
    const before = await v2(first.client);
    const second = await mine(request).refreshOAuth2Token(first.refreshToken);
    const after = await v2(second.client);
    await mine(request).revokeOAuth2Token(second.accessToken);
    const ended = await second.client.v2.me().then(() => null, ({ code }) => code);
    response.json({ before, after, ended });
  });

  app.get('/app', async (request, response) => {
    const client = await new TwitterApi({ appKey, appSecret }).appLogin();
    response.json([(await client.v1.user({ user_id: OTHER })).id_str, (await client.v2.user(OTHER)).data.id]);
  });
});

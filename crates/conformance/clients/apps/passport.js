// A web app whose users sign in by a passport strategy: STRATEGY names which. It shows whom it let in and by which token.
'use strict';

const passport = require('passport');
const serve = require('./web');

const { KEY, SECRET, STRATEGY } = process.env;

const STRATEGIES = {
  twitter: url => {
    const { Strategy } = require('passport-twitter');
    const settings = { consumerKey: KEY, consumerSecret: SECRET, callbackURL: url };
    return new Strategy(settings, (token, secret, profile, done) => done(null, { token, secret, profile }));
  },
  'twitter-oauth2': url => {
    const { Strategy } = require('@superfaceai/passport-twitter-oauth2');
    // Without a secret it is a public client.
    const clientType = SECRET ? 'confidential' : 'public';
    const settings = {
      clientID: KEY, clientSecret: SECRET, clientType, callbackURL: url,
      scope: ['tweet.read', 'block.read', 'block.write', 'offline.access'],
    };
    return new Strategy(settings, (token, refresh, profile, done) => done(null, { token, refresh, profile }));
  },
  appdotnet: url => {
    const { Strategy } = require('passport-appdotnet');
    const settings = { clientID: KEY, clientSecret: SECRET, callbackURL: url, scope: ['basic', 'follow', 'stream'] };
    return new Strategy(settings, (token, refresh, profile, done) => done(null, { token, profile }));
  },
};

serve((app, url) => {
  const strategy = STRATEGIES[STRATEGY](`${url}/back`);
  passport.use(strategy);
  app.use(passport.initialize());
  app.get('/', passport.authenticate(strategy.name, { session: false }));
  app.get('/denied', (request, response) => response.json({ denied: true }));
  app.get(
    '/back',
    passport.authenticate(strategy.name, { session: false, failureRedirect: '/denied' }),
    ({ user: { profile, ...tokens } }, response) => response.json({ id: profile.id, username: profile.username, ...tokens }),
  );
});

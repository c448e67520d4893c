// What the Node scenarios share; the same as harness.py: people and tokens of their own, and checks that are counted.
'use strict';

const { execFileSync } = require('node:child_process');
const { isDeepStrictEqual, inspect } = require('node:util');
const fs = require('node:fs');

const { CLIENTS_URL: URL, CLIENTS_HOME: HOME, CLIENTS_PREFIX: PREFIX, CLIENTS_RESULTS: RESULTS, PORTCULLIS } = process.env;
const NOBODY = '1999999999999999999';
const checks = [];
let number = 0;

// Runs the `portcullis` command in the folder of the gateway and returns the facts it tells.
const operate = (...words) => JSON.parse(execFileSync(PORTCULLIS, [...words, '--json'], { cwd: HOME, encoding: 'utf8' }));

const APP = operate('app', 'add', `App of ${PREFIX}`);

// Makes an account that nobody knows yet.
function person(name, isProtected) {
  const username = `${PREFIX}_${++number}`;
  return operate('user', 'add', username, '--name', name ?? `Person ${username}`, ...(isProtected ? ['--protected'] : []));
}

// Makes several accounts.
const crowd = count => Array.from({ length: count }, () => person());

function mint(kind, who, scopes) {
  const words = ['token', 'mint', kind, '--app', APP.consumer_key];
  if (who) words.push('--user', who.username);
  if (scopes) words.push('--scopes', scopes.join(','));
  return operate(...words);
}

// Issues a bearer token of that kind; for an app's own, `who` is nobody.
const token = (kind, who, scopes) => mint(kind, who, scopes).token;

// Issues OAuth 1.0a keys for a person.
function signed(who) {
  const made = mint('oauth1', who);
  return {
    appKey: APP.consumer_key, appSecret: APP.consumer_secret, accessToken: made.token, accessSecret: made.token_secret,
  };
}

// Adds a check: it holds unless it throws. Checks run in the order they are added.
const check = (name, body) => checks.push([name, body]);

function eq(found, expected) {
  if (!isDeepStrictEqual(found, expected)) throw new Error(`found ${inspect(found)}, expected ${inspect(expected)}`);
}

// Ends with an error of exactly that class; returns it.
async function rejects(kind, call) {
  let found;
  try {
    found = await call();
  } catch (error) {
    if (error.constructor !== kind) throw new Error(`threw ${inspect(error)}, expected ${kind.name}`);
    return error;
  }
  throw new Error(`nothing was thrown but ${inspect(found)} returned, expected ${kind.name}`);
}

// The limit that a client has read from the headers says this, and its window ends within a quarter of an hour.
function window(found, limit, remaining) {
  eq([found.limit, found.remaining], [limit, remaining]);
  const left = found.reset - Date.now() / 1000;
  if (!(left > 0 && left <= 901)) throw new Error(`the window ends in ${left} s`);
}

// Runs the checks and writes what came of them, a JSON object a line.
async function run() {
  const results = fs.openSync(RESULTS, 'w');
  for (const [name, body] of checks) {
    const told = { check: name, why: null };
    try {
      await body();
    } catch (error) {
      console.error(name, error);
      told.why = `${error.constructor.name}: ${error.message}`;
    }
    fs.writeSync(results, `${JSON.stringify(told)}\n`);
  }
  fs.writeSync(results, `${JSON.stringify({ end: checks.length })}\n`);
}

module.exports = { URL, NOBODY, person, crowd, token, signed, check, eq, rejects, window, run };

// Loaded into Node by NODE_OPTIONS. Releases that know NODE_USE_ENV_PROXY need nothing; in older ones, requests by the
// http and https modules that bring no agent of their own, and fetch, go through the proxy that the environment names.
'use strict';
const [major, minor] = process.versions.node.split('.').map(Number);
const knows = major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21);
const address = process.env.HTTPS_PROXY || process.env.https_proxy;
if (!knows && address) {
  const http = require('http');
  const https = require('https');
  const net = require('net');
  const tls = require('tls');
  const proxy = new URL(address);
  const local = (process.env.NO_PROXY || process.env.no_proxy || '').split(',').map((name) => name.trim());
  const isLocal = (host) => local.includes(String(host).replace(/^\[|\]$/g, ''));

  // Gives a socket to the host behind the proxy, with TLS on it if it is to be secure.
  function tunnel(host, port, secure, options, done) {
    const target = `${host}:${port}`;
    const asked = http.request({
      host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: target, headers: { host: target }, agent: false,
    });
    asked.once('error', done);
    asked.once('connect', (answer, socket) => {
      if (answer.statusCode !== 200) {
        socket.destroy();
        done(new Error(`tunnel to ${target}: ${answer.statusCode} ${answer.statusMessage}`));
      } else if (!secure) {
        done(null, socket);
      } else {
        const servername = options.servername || (net.isIP(host) ? '' : host);
        const session = tls.connect({ ...options, host: undefined, path: undefined, servername, socket });
        session.once('error', done);
        session.once('secureConnect', () => { session.off('error', done); done(null, session); });
      }
    });
    asked.end();
  }

  const tunnelling = (Agent, secure, standard) => class extends Agent {
    createConnection(options, done) {
      if (isLocal(options.host)) return super.createConnection(options, done);
      tunnel(options.host, options.port || standard, secure, options, done);
    }
  };
  https.globalAgent = new (tunnelling(https.Agent, true, 443))(https.globalAgent.options);
  http.globalAgent = new (tunnelling(http.Agent, false, 80))(http.globalAgent.options);

  // fetch has a pool of its own, which is there once it was called; this takes its place before the first real call.
  const plain = globalThis.fetch;
  const place = Symbol.for('undici.globalDispatcher.1');
  const connect = (options, done) => {
    const secure = options.protocol === 'https:';
    const port = Number(options.port) || (secure ? 443 : 80);
    if (isLocal(options.hostname)) {
      const socket = (secure ? tls : net).connect({ ...options, host: options.hostname, port });
      socket.once('error', done);
      socket.once(secure ? 'secureConnect' : 'connect', () => { socket.off('error', done); done(null, socket); });
    } else {
      tunnel(options.hostname, port, secure, { servername: options.servername || undefined }, done);
    }
  };
  if (plain) {
    globalThis.fetch = function fetch(...words) {
      globalThis.fetch = plain;
      plain('data:,').catch(() => {});
      const pool = globalThis[place];
      if (pool) globalThis[place] = new pool.constructor({ connect });
      return plain.apply(this, words);
    };
  }
}

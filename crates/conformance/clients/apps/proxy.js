// Loaded before an app: brings what it sends by https to the front, as NODE_USE_ENV_PROXY does in newer versions of Node.
'use strict';

const https = require('node:https');
const { HttpsProxyAgent } = require('https-proxy-agent');

https.globalAgent = new HttpsProxyAgent(process.env.HTTPS_PROXY);

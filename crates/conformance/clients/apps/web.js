// What the apps share: Express with sessions, at an address that the system chose.
'use strict';

const express = require('express');
const session = require('express-session');

// Serves and says where; `mount` adds the routes, which need to know.
module.exports = function serve(mount) {
  const app = express();
  app.use(session({ secret: 'of a test', resave: false, saveUninitialized: true }));
  const server = app.listen(0, '127.0.0.1', () => {
    const url = `http://127.0.0.1:${server.address().port}`;
    mount(app, url);
    app.use((error, request, response, next) => {
      console.error(error);
      response.status(500).json({ error: error.message });
    });
    console.log(JSON.stringify({ url }));
  });
};

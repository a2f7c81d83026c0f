'use strict';

const { answerOf, ...errors } = require('./errors.js');

module.exports = { ...require('./operations.js'), ...errors };

// The package for Node, as CommonJS.
import fieldbeat = require('fieldbeat');

const metres: number = fieldbeat.distance({ lat: 1, lon: 2 }, { lat: 1, lon: 2 });
const type: typeof fieldbeat.PolicyError = fieldbeat.PolicyError;
const index: fieldbeat.FenceIndex = new fieldbeat.FenceIndex([]);
void [metres, type, index];

// Run by the set-up's `providers` step, with Node 24: installProviders.ts <PULUMI_HOME> <node binary>.
import { installProviders } from '../providers/install.ts';

const [pulumiHome, nodeBinary] = process.argv.slice(2);
if (pulumiHome === undefined || nodeBinary === undefined)
  throw new Error('usage: installProviders.ts PULUMI_HOME NODE');
installProviders(pulumiHome, nodeBinary);

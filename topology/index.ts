// The pure core for others: a plan in, a verdict out. No Pulumi, no network.

export { GraphError, graphOf, readGraph } from './graph/read.ts';
export { ResourceGraph, type Resource } from './graph/graph.ts';
export type * from './model/model.ts';
export { recognise } from './recognise/recognise.ts';
export { ConfigError, readTopology } from './shape/readTopology.ts';
export type { Topology } from './shape/topology.ts';
export type * from './verdict/types.ts';
export { verdict, verdictOf } from './verdict/verdict.ts';

import type { Operations } from "../core/operation";
import type { Input } from "../wire/input";

export const lambdaOperations: Operations<Input> = {};

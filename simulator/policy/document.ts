/** A policy's JSON as it is written; nothing of it is believed until `checkDocument` has seen it. */
export interface PolicyDocument {
  Version?: string;
  Statement: Statement | Statement[];
}

export type OneOrMore<T> = T | T[];
export type ConditionBlock = Record<string, Record<string, OneOrMore<string | boolean | number>>>;
export type Principal = "*" | Record<string, OneOrMore<string>>;

export interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: Principal;
  Action?: OneOrMore<string>;
  NotAction?: OneOrMore<string>;
  Resource?: OneOrMore<string>;
  NotResource?: OneOrMore<string>;
  Condition?: ConditionBlock;
}

/** Of a document that was checked when it was stored. */
export const parseDocument = (text: string): PolicyDocument => JSON.parse(text) as PolicyDocument;

export const statementsOf = ({ Statement }: PolicyDocument): Statement[] => [Statement].flat();

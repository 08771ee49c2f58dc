import { Headers, Request, Response } from 'whatwg-fetch';

Object.assign(globalThis, { Headers, Request, Response });

import { Headers } from './headers.js';
import { Request } from './request.js';
import { Response } from './response.js';
import { expose } from '../expose.js';

expose({ Headers, Request, Response });

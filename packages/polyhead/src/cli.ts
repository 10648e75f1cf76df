#!/usr/bin/env node
import { runCli } from '@polyhead/tensorflow/cli';

void runCli(process.argv.slice(2));

import { render } from 'preact';
import { App } from './app/app';
import { startRouter } from './app/router';
import { restoreLook, start } from './app/session';
import './ui/styles/main.css';

restoreLook();
startRouter();
render(<App />, document.getElementById('app')!);
void start();

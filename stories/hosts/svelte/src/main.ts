import { mount } from 'svelte';
import App from './app.svelte';
import './page.css';

const target = document.querySelector('#root');
if (target) mount(App, { target });

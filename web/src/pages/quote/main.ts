import '../../styles/document.css';
import { mount } from 'svelte';
import BuyerPage from './BuyerPage.svelte';

const target = document.getElementById('page');
if (target !== null) mount(BuyerPage, { target });

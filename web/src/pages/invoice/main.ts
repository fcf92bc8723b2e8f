import '../../styles/document.css';
import { mount } from 'svelte';
import InvoicePage from './InvoicePage.svelte';

const target = document.getElementById('page');
if (target !== null) mount(InvoicePage, { target });
